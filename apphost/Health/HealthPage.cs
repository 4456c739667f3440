using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Jinan.IndustryBrain.AppHost.Health;

/// <summary>The health page. It takes what changed every ten seconds, in place, so that nobody loses the place where he reads.</summary>
internal static class HealthPage
{
    private const string Style = """
        :root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--line:#c9d1d9;--soft:#57606a;--good:#116329;--warn:#7a4d00;--bad:#a40e26;--link:#0550ae}
        @media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--paper:#0d1117;--line:#444c56;--soft:#9da7b1;--good:#56d364;--warn:#e3b341;--bad:#ff7b72;--link:#79c0ff}}
        body{font:1rem/1.5 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:var(--ink);background:var(--paper);max-width:75rem;margin:0 auto;padding:1.5rem}
        header{display:flex;flex-wrap:wrap;gap:1rem;align-items:baseline;justify-content:space-between}
        h1{font-size:1.4rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .5rem}a{color:var(--link)}
        .state{font-weight:700}.healthy{color:var(--good)}.degraded,.warning,.starting{color:var(--warn)}.unhealthy,.critical{color:var(--bad)}
        table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
        th{color:var(--soft);font-weight:600}dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:1rem;margin:1rem 0}
        dt{color:var(--soft)}dd{margin:0;font-size:1.1rem}.wide{overflow-x:auto}p{color:var(--soft)}
        """;

    private const string Script = """
        setInterval(async()=>{try{const answer=await fetch(location.href,{cache:'no-store'});if(!answer.ok)return;
        const page=new DOMParser().parseFromString(await answer.text(),'text/html');
        for(const part of['main','.state']){const now=document.querySelector(part),next=page.querySelector(part);
        if(now.innerHTML!==next.innerHTML){now.className=next.className;now.innerHTML=next.innerHTML}}}catch{}},10000)
        """;

    /// <summary>The page runs this script and no other, and asks nobody but its own server.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)))}'; "
        + "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";

    public static string Of(HealthSnapshot health, HealthWords words)
    {
        var page = new StringBuilder();
        var state = health.Status.ToString().ToLowerInvariant();
        page.Append($"""
            <!DOCTYPE html><html lang="{words.Language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
            <title>{words.Title}</title><style>{Style}</style></head><body><header><h1>{words.Title}</h1>
            <span class="state {state}" role="status">{words.States[health.Status]}</span><a href="?lang={words.Other.Code}" lang="{words.Other.Code}">{words.Other.Name}</a></header><main>
            """);
        Facts(page, health, words);
        Alarms(page, health, words);
        Processes(page, health, words);
        return page.Append($"</main><script>{Script}</script></body></html>").ToString();
    }

    private static void Facts(StringBuilder page, HealthSnapshot health, HealthWords words)
    {
        page.Append("<dl>");
        Fact(words.Version, $"{health.Profile} {health.Version} ({health.Runtime})");
        if (health.Disk is { } disk)
            Fact(words.Disk, $"{disk.FreeBytes / (double)(1L << 30):0.0} / {disk.TotalBytes / (double)(1L << 30):0.0} GiB");
        if (health.Edge is { } edge)
        {
            Fact(words.Machines, $"{edge.Connected} / {edge.Connections}");
            Fact(words.Values, edge.Values.ToString("N0"));
            Fact(words.NewestValue, Time(edge.NewestValue, words));
            Fact(words.AliveThrough, Time(edge.AliveThrough, words));
            Fact(words.Pending, edge.UplinkPending.ToString("N0"));
        }

        Fact(words.LastBackup, Time(health.LastBackup, words));
        Fact(words.Certificate, health.CertificateEnds is { } ends ? Time(ends, words) : words.NoCertificate);
        page.Append("</dl>");

        void Fact(string name, string value) => page.Append($"<div><dt>{name}</dt><dd>{Encode(value)}</dd></div>");
    }

    private static void Alarms(StringBuilder page, HealthSnapshot health, HealthWords words)
    {
        page.Append($"<h2>{words.Alarms}</h2>");
        if (health.Alarms.Count == 0)
        {
            page.Append($"<p>{words.NoAlarms}</p>");
            return;
        }

        page.Append("<div class=\"wide\"><table><tbody>");
        foreach (var alarm in health.Alarms.OrderByDescending(a => a.Severity))
            page.Append(
                $"<tr class=\"{alarm.Severity.ToString().ToLowerInvariant()}\"><th scope=\"row\"><code>{alarm.Id}</code></th><td>{words.Of(alarm)}</td><td>{Encode(alarm.Subject)}</td><td>{Encode(alarm.Detail)}</td></tr>");
        page.Append($"</tbody></table></div><p>{words.WhatToDo}</p>");
    }

    private static void Processes(StringBuilder page, HealthSnapshot health, HealthWords words)
    {
        page.Append($"<h2>{words.Processes}</h2><div class=\"wide\"><table><thead><tr>");
        foreach (var heading in words.ProcessColumns)
            page.Append($"<th scope=\"col\">{heading}</th>");
        page.Append("</tr></thead><tbody>");
        foreach (var process in health.Processes)
            page.Append(
                $"<tr><th scope=\"row\">{Encode(process.Name)}</th><td>{words.Phases[process.Phase]}</td><td>{process.Restarts}</td><td>{Time(process.Since, words)}</td><td>{Encode($"{Answer(process, words)} {process.Detail}".Trim())}</td></tr>");
        page.Append("</tbody></table></div>");
    }

    private static string Answer(ProcessHealth process, HealthWords words) =>
        process.Health is { } answer ? words.Answers.GetValueOrDefault(answer, answer) : "";

    private static string Time(DateTimeOffset? time, HealthWords words) =>
        time is { } known ? $"{known.ToLocalTime():yyyy-MM-dd HH:mm:ss zzz}" : words.Never;

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
