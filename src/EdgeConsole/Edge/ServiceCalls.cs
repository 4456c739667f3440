using System.Net.Http.Json;
using System.Text.Json;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.EdgeConsole.Words;
using Jinan.IndustryBrain.Screens.Language;

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
                throw new ServiceException(await ReasonAsync(service, response, cancellation).ConfigureAwait(false), null, response.StatusCode);
            return await response.Content.ReadFromJsonAsync<T>(Json, cancellation).ConfigureAwait(false)
                ?? throw new ServiceException(ServiceFailures.Empty.Of(service));
        }
        catch (HttpRequestException fault) when (fault.StatusCode is null && fault.HttpRequestError != HttpRequestError.Unknown)
        {
            throw new ServiceException(ServiceFailures.NoSidecar.Of(service, fault.HttpRequestError), fault);
        }
        catch (OperationCanceledException fault) when (!cancellation.IsCancellationRequested)
        {
            throw new ServiceException(ServiceFailures.TooLate.Of(service, http.Timeout.TotalSeconds), fault);
        }
        catch (JsonException fault)
        {
            throw new ServiceException(ServiceFailures.NotUnderstood.Of(service, fault.Message), fault);
        }
    }

    /// <returns>Which sentence a problem document holds; null where it is none that has a code.</returns>
    public static SentenceCode? Code(JsonDocument problem, string member)
    {
        try
        {
            return problem.RootElement.TryGetProperty(member, out var code) && code.ValueKind == JsonValueKind.Object
                ? code.Deserialize<SentenceCode>(Json) : null;
        }
        catch (JsonException)
        {
            // A code of another form: the text has to do.
            return null;
        }
    }

    private static async Task<Saying> ReasonAsync(string service, HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false));
            foreach (var member in new[] { "detail", "message", "title" })
                if (problem.RootElement.TryGetProperty(member, out var text) && text.GetString() is { Length: > 0 } words)
                    return ServiceWords.Saying(words, member == "detail" ? Code(problem, Sentence.DetailCode) : null) is { Phrase: not null } said
                        ? said : new Saying($"{service}: {words}");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Not a problem document: the status has to do.
        }

        return new Saying($"{service}: HTTP {(int)response.StatusCode}");
    }
}
