using System.Net;
using System.Text.Json;
using Jinan.IndustryBrain.Contracts;

namespace Jinan.IndustryBrain.Cli.Run;

/// <summary>Calls the edge's services as Dapr does: by application id, through the sidecar.</summary>
internal sealed class ServiceClient : IDisposable
{
    private readonly HttpClient _http;

    public ServiceClient(RunState run)
    {
        var sidecar = run.Sidecar
            ?? throw new CommandException($"The run of profile '{run.Profile}' has no sidecar to go through.");
        _http = new HttpClient { BaseAddress = sidecar.Url, Timeout = TimeSpan.FromMinutes(2) };
        _http.DefaultRequestHeaders.Add("dapr-api-token", sidecar.Token);
    }

    /// <param name="appId">One of <see cref="AppIds"/>.</param>
    /// <exception cref="CommandException">The service does not answer, or refuses; its own words are in the message.</exception>
    public async Task<HttpResponseMessage> GetAsync(string appId, string pathAndQuery, string? accept, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1.0/invoke/{appId}/method/{pathAndQuery.TrimStart('/')}");
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw new CommandException($"The sidecar at {_http.BaseAddress} does not answer ({e.Message}). Is the app host still running?");
        }

        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw new CommandException($"{appId}: {await ReasonAsync(response, cancellation)}");
    }

    public async Task<JsonDocument> GetJsonAsync(string appId, string pathAndQuery, CancellationToken cancellation)
    {
        using var response = await GetAsync(appId, pathAndQuery, "application/json", cancellation);
        return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation), default, cancellation);
    }

    public void Dispose() => _http.Dispose();

    // Services answer with problem documents; the sidecar with its own error codes.
    private static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var body = await response.Content.ReadAsStringAsync(cancellation);
        try
        {
            using var json = JsonDocument.Parse(body);
            foreach (var key in new[] { "detail", "message", "title" })
                if (json.RootElement.ValueKind == JsonValueKind.Object
                    && json.RootElement.TryGetProperty(key, out var text) && text.ValueKind == JsonValueKind.String)
                    return text.GetString()!;
        }
        catch (JsonException)
        {
            // Not every answer is JSON; what there is, is shown.
        }

        return response.StatusCode == HttpStatusCode.NotFound && body.Length == 0
            ? $"there is nothing at {response.RequestMessage?.RequestUri?.AbsolutePath}"
            : $"{(int)response.StatusCode} {body}";
    }
}
