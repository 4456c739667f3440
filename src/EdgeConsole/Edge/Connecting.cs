using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapr.Client;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.EdgeConsole.Words;

namespace Jinan.IndustryBrain.EdgeConsole.Edge;

/// <summary>Through Dapr's service invocation.</summary>
internal sealed class Connecting : IConnecting, IDisposable
{
    // A server is asked behind it, and trees may be large.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;

    private readonly HttpClient _collector;

    public Connecting(DaprClient dapr)
    {
        _collector = dapr.CreateInvokableHttpClient(AppIds.Collector);
        _collector.Timeout = Patience;
    }

    public Task<DiscoveryAnswer> DiscoverAsync(string url, string factory, CancellationToken cancellation) =>
        PostAsync<DiscoveryAnswer>("/connecting/discover", new { url, factory }, cancellation);

    public Task<OfferedCertificateAnswer> TrustAsync(string url, string factory, string fingerprint, CancellationToken cancellation) =>
        PostAsync<OfferedCertificateAnswer>("/connecting/trust", new { url, factory, fingerprint }, cancellation);

    public Task<SessionAnswer> OpenAsync(SessionOrder order, CancellationToken cancellation) =>
        PostAsync<SessionAnswer>("/connecting/sessions", order, cancellation);

    public async Task CloseAsync(string session, CancellationToken cancellation)
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/connecting/sessions/{session}"), cancellation).ConfigureAwait(false);
    }

    public Task<ChildrenAnswer> ChildrenAsync(string session, PlacedNode? parent, int after, CancellationToken cancellation) =>
        AskAsync<ChildrenAnswer>(
            $"/connecting/sessions/{session}/nodes?after={after}"
            + (parent is null ? "" : $"&node={Uri.EscapeDataString(parent.Node)}&path={Uri.EscapeDataString(parent.Path)}"),
            cancellation);

    public Task<SearchAnswer> SearchAsync(string session, string text, int after, CancellationToken cancellation) =>
        AskAsync<SearchAnswer>($"/connecting/sessions/{session}/search?after={after}&text={Uri.EscapeDataString(text)}", cancellation);

    public Task<FoundSignalsAnswer> SignalsAsync(string session, SignalsOrder order, CancellationToken cancellation) =>
        PostAsync<FoundSignalsAnswer>($"/connecting/sessions/{session}/signals", order, cancellation);

    public Task<ValueNowAnswer[]> ValuesAsync(string session, IReadOnlyList<string> nodes, CancellationToken cancellation) =>
        PostAsync<ValueNowAnswer[]>($"/connecting/sessions/{session}/values", new { nodes }, cancellation);

    public Task<LoadAnswer> LoadAsync(
        string session, IReadOnlyList<SignalChoice> signals, double publishingMs, double seconds, CancellationToken cancellation) =>
        PostAsync<LoadAnswer>($"/connecting/sessions/{session}/load", new { signals, publishingMs, seconds }, cancellation);

    public async Task<TableAnswer> ReadTableAsync(Stream csv, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connecting/signals/read") { Content = new StreamContent(csv) };
        using var answer = await SendAsync(request, cancellation).ConfigureAwait(false);
        return await ReadAsync<TableAnswer>(answer, cancellation).ConfigureAwait(false);
    }

    public async Task<string> WriteTableAsync(IReadOnlyList<SignalChoice> signals, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connecting/signals/write") { Content = JsonContent.Create(signals, options: Json) };
        using var answer = await SendAsync(request, cancellation).ConfigureAwait(false);
        return await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
    }

    public Task<DraftAnswer> DraftAsync(DraftOrder order, CancellationToken cancellation) =>
        PostAsync<DraftAnswer>("/connecting/configuration/draft", order, cancellation);

    public async Task<WrittenAnswer> WriteAsync(string factory, string yaml, string basedOn, string session, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/connecting/configuration/{Uri.EscapeDataString(factory)}")
        {
            Content = JsonContent.Create(new { yaml, basedOn, session }, options: Json),
        };
        // Faults of the file are an answer, not a failure.
        using var answer = await SendAsync(request, cancellation, HttpStatusCode.UnprocessableEntity).ConfigureAwait(false);
        return await ReadAsync<WrittenAnswer>(answer, cancellation).ConfigureAwait(false);
    }

    public void Dispose() => _collector.Dispose();

    private async Task<T> AskAsync<T>(string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var answer = await SendAsync(request, cancellation).ConfigureAwait(false);
        return await ReadAsync<T>(answer, cancellation).ConfigureAwait(false);
    }

    private async Task<T> PostAsync<T>(string path, object body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, options: Json) };
        using var answer = await SendAsync(request, cancellation).ConfigureAwait(false);
        return await ReadAsync<T>(answer, cancellation).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation, HttpStatusCode? alsoGood = null)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await _collector.SendAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException fault)
        {
            throw new ConnectingException(ServiceFailures.NoSidecar.Of(AppIds.Collector, fault.HttpRequestError), cause: fault);
        }
        catch (OperationCanceledException fault) when (!cancellation.IsCancellationRequested)
        {
            throw new ConnectingException(ServiceFailures.TooLate.Of(AppIds.Collector, Patience.TotalSeconds), cause: fault);
        }

        if (answer.IsSuccessStatusCode || answer.StatusCode == alsoGood)
            return answer;
        using (answer)
            throw await FailureAsync(answer, cancellation).ConfigureAwait(false);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            return await answer.Content.ReadFromJsonAsync<T>(Json, cancellation).ConfigureAwait(false)
                ?? throw new ConnectingException(ServiceFailures.Empty.Of(AppIds.Collector));
        }
        catch (JsonException fault)
        {
            throw new ConnectingException(ServiceFailures.NotUnderstood.Of(AppIds.Collector, fault.Message), cause: fault);
        }
    }

    private static async Task<ConnectingException> FailureAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var message = $"HTTP {(int)answer.StatusCode}";
        string? whatToDo = null, status = null;
        SentenceCode? said = null, advice = null;
        IReadOnlyList<SaidAnswer> findings = [];
        try
        {
            using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false));
            message = Text(problem, "detail") ?? Text(problem, "message") ?? Text(problem, "title") ?? message;
            (whatToDo, status) = (Text(problem, "whatToDo"), Text(problem, "opcUaStatus"));
            if (problem.RootElement.TryGetProperty("findings", out var several))
                findings = several.Deserialize<SaidAnswer[]>(Json) ?? [];
            (said, advice) = (ServiceCalls.Code(problem, Sentence.DetailCode), ServiceCalls.Code(problem, "whatToDoCode"));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Not a problem document: the status has to do.
        }

        return new ConnectingException(ServiceWords.Saying(message, said), whatToDo)
        {
            WhatToDoCode = advice, Findings = findings, IsSessionGone = answer.StatusCode == HttpStatusCode.NotFound, OpcUaStatus = status,
        };
    }

    private static string? Text(JsonDocument problem, string member) =>
        problem.RootElement.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String && text.GetString() is { Length: > 0 } words ? words : null;
}
