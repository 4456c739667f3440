using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Jinan.IndustryBrain.TestKit.Consoles;

/// <summary>Somebody who signs in at the console's door and fetches a page, as a browser does before the page is live.</summary>
internal sealed partial class ConsoleVisit : IDisposable
{
    private readonly HttpClient _http;

    public ConsoleVisit(Uri address)
    {
        Address = address;
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies }) { BaseAddress = address };
    }

    public Uri Address { get; }

    public CookieContainer Cookies { get; } = new();

    public async Task SignInAsync(string name, string password)
    {
        var door = await _http.GetStringAsync("/sign-in");
        var token = FormToken().Match(door);
        if (!token.Success)
            throw new InvalidOperationException("The console's door has no form token: is this address a console?");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["name"] = name, ["password"] = password, ["returnUrl"] = "/account", [token.Groups["name"].Value] = token.Groups["value"].Value,
        });
        using var answer = await _http.PostAsync("/accounts/sign-in", form);
        answer.EnsureSuccessStatusCode();
        if (answer.RequestMessage!.RequestUri!.AbsolutePath != "/account")
            throw new InvalidOperationException($"'{name}' was not let in: {answer.RequestMessage.RequestUri}");
    }

    /// <returns>The components of a page that are to live in a circuit, as the page describes them.</returns>
    public async Task<IReadOnlyList<JsonElement>> ComponentsAsync(string path)
    {
        var page = await _http.GetStringAsync(path);
        var components = new List<JsonElement>();
        foreach (Match marker in Marker().Matches(page))
        {
            using var json = JsonDocument.Parse(marker.Groups[1].Value);
            // The marker at a component's end has nothing but the id of that at its start.
            if (json.RootElement.TryGetProperty("type", out _))
                components.Add(json.RootElement.Clone());
        }

        return components.Count > 0 ? components : throw new InvalidOperationException($"{path} is no live page.");
    }

    /// <summary>What a browser says when its page is closed: the circuit need not wait for it to come back.</summary>
    public async Task SayGoodbyeAsync(string circuit)
    {
        using var form = new MultipartFormDataContent { { new StringContent(circuit), "circuitId" } };
        using var answer = await _http.PostAsync("/_blazor/disconnect", form);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("<input[^>]*name=\"(?<name>__RequestVerificationToken)\"[^>]*value=\"(?<value>[^\"]*)\"")]
    private static partial Regex FormToken();

    [GeneratedRegex("<!--Blazor:(.*?)-->")]
    private static partial Regex Marker();
}
