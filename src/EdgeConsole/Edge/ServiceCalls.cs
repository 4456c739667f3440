using System.Net.Http.Json;
using System.Text.Json;

namespace Jinan.IndustryBrain.EdgeConsole.Edge;

/// <summary>
/// Calls to the services of this edge. What goes wrong is an <see cref="HttpRequestException"/> with words for a person.
/// </summary>
internal static class ServiceCalls
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // As lenient as a reader can be: a service may know more than this console.
    private static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;

    public static Task<T> AskAsync<T>(HttpClient http, string service, string path, CancellationToken cancellation) =>
        SendAsync<T>(http, HttpMethod.Get, service, path, null, cancellation);

    /// <param name="http">Invokes the service.</param>
    /// <param name="method">Of the request.</param>
    /// <param name="service">For messages.</param>
    /// <param name="path">With its query.</param>
    /// <param name="body">Sent as JSON; null for none.</param>
    /// <param name="cancellation">Ends the call.</param>
    public static async Task<T> SendAsync<T>(
        HttpClient http, HttpMethod method, string service, string path, object? body, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            if (body is not null)
                request.Content = JsonContent.Create(body, body.GetType(), options: Json);
            using var response = await http.SendAsync(request, cancellation).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw new HttpRequestException(
                    $"{service}: {await ReasonAsync(response, cancellation).ConfigureAwait(false)}", null, response.StatusCode);
            return await response.Content.ReadFromJsonAsync<T>(Json, cancellation).ConfigureAwait(false)
                ?? throw new HttpRequestException($"{service}: the answer to {path} is empty.");
        }
        catch (HttpRequestException fault) when (fault.StatusCode is null && fault.HttpRequestError != HttpRequestError.Unknown)
        {
            throw new HttpRequestException($"{service}: the sidecar does not answer ({fault.HttpRequestError}). See whether apphost runs.", fault);
        }
        catch (OperationCanceledException fault) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"{service}: no answer within {http.Timeout.TotalSeconds:0} s.", fault);
        }
        catch (JsonException fault)
        {
            throw new HttpRequestException($"{service}: the answer to {path} is not understood ({fault.Message}).", fault);
        }
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false));
            foreach (var member in new[] { "detail", "message", "title" })
                if (problem.RootElement.TryGetProperty(member, out var text) && text.GetString() is { Length: > 0 } words)
                    return words;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Not a problem document: the status has to do.
        }

        return $"HTTP {(int)response.StatusCode}";
    }
}
