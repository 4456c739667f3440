using System.Net;
using System.Text.RegularExpressions;
using Jinan.IndustryBrain.TestKit.City;

namespace Jinan.IndustryBrain.Brain.Tests.Cockpit;

/// <summary>Somebody with a browser that keeps cookies and follows one link at a time.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _http;

    public Visitor(Uri cockpit, CookieContainer? cookies = null)
    {
        Cookies = cookies ?? new CookieContainer();
        _http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = cockpit };
    }

    public CookieContainer Cookies { get; }

    public Task<HttpResponseMessage> GetAsync(string address, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return _http.SendAsync(request);
    }

    public Task<HttpResponseMessage> PostAsync(string address, params (string Name, string Value)[] form) =>
        _http.PostAsync(address, new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    /// <summary>As a browser would: to the issuer, name and password, and back with the code.</summary>
    public async Task SignInAsync(string user)
    {
        using var challenge = await GetAsync("/sign-in?returnUrl=/map");
        Assert.Equal(HttpStatusCode.Found, challenge.StatusCode);
        using var door = await GetAsync(challenge.Headers.Location!.ToString());
        var carried = HiddenField().Matches(await door.Content.ReadAsStringAsync())
            .Select(field => (field.Groups[1].Value, WebUtility.HtmlDecode(field.Groups[2].Value)));
        using var code = await PostAsync(
            challenge.Headers.Location!.ToString(), [.. carried, ("username", user), ("password", $"development-only-{user}")]);
        Assert.Equal(HttpStatusCode.Found, code.StatusCode);
        using var back = await GetAsync(code.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Found, back.StatusCode);
        Assert.Equal("/map", back.Headers.Location!.ToString());
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">")]
    private static partial Regex HiddenField();
}
