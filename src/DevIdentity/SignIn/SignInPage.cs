using System.Text;
using System.Text.Encodings.Web;

namespace Jinan.IndustryBrain.DevIdentity.SignIn;

internal static class SignInPage
{
    public static IResult Show(IEnumerable<KeyValuePair<string, string>> carried, bool failed)
    {
        var hidden = new StringBuilder();
        foreach (var (name, value) in carried)
            hidden.Append("<input type=\"hidden\" name=\"").Append(Encode(name)).Append("\" value=\"").Append(Encode(value)).Append("\">\n");

        var html = $"""
            <!doctype html>
            <html lang="zh-CN"><head><meta charset="utf-8"><title>登录 · Sign in</title>
            <meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"></head>
            <body><main>
            <h1>济南产业大脑 · Jinan Industry Brain</h1>
            <p>开发环境登录，账号见 realm 文件。Development sign-in; the accounts are in the realm file.</p>
            {(failed ? "<p role=\"alert\">用户名或密码错误。The name or the password is wrong.</p>" : "")}
            <form method="post">
            {hidden}<p><label>用户名 · Name <input name="username" autocomplete="username" required autofocus></label></p>
            <p><label>密码 · Password <input name="password" type="password" autocomplete="current-password" required></label></p>
            <p><button type="submit">登录 · Sign in</button></p>
            </form></main></body></html>
            """;
        return Results.Content(html, "text/html; charset=utf-8", Encoding.UTF8, failed ? 401 : 200);
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
