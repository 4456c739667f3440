using Dapr.Client;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Tasks;
using Jinan.IndustryBrain.Contracts.Warnings;

namespace Jinan.IndustryBrain.EdgeConsole.Edge;

/// <summary>
/// What a factory and the city have to do with each other, as its uplink knows it. Each throws
/// <see cref="HttpRequestException"/> with words for a person.
/// </summary>
internal interface IExchange
{
    Task<DisclosureAnswer> DisclosureAsync(string factory, CancellationToken cancellation);

    Task SetDisclosureAsync(string factory, DisclosurePolicy policy, string by, CancellationToken cancellation);

    /// <summary>What left, newest first.</summary>
    Task<ExportsAnswer> ExportsAsync(string factory, CancellationToken cancellation);

    /// <summary>The last payload of each kind, as it was sent.</summary>
    Task<LastExportsAnswer> LastExportsAsync(string factory, CancellationToken cancellation);

    /// <summary>Who at the bureau looked, newest first.</summary>
    Task<DisclosureReceipt[]> ReceiptsAsync(string factory, CancellationToken cancellation);

    Task<TasksAnswer> TasksAsync(string factory, CancellationToken cancellation);

    /// <param name="factory">Whose task.</param>
    /// <param name="answer">Its id makes a repeated call one answer.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task AnswerAsync(string factory, TaskAnswer answer, CancellationToken cancellation);
}

/// <summary>Through Dapr's service invocation.</summary>
internal sealed class Exchange : IExchange, IDisposable
{
    private readonly HttpClient _uplink;

    public Exchange(DaprClient dapr)
    {
        _uplink = dapr.CreateInvokableHttpClient(AppIds.Uplink);
        _uplink.Timeout = ServiceCalls.Patience;
    }

    public Task<DisclosureAnswer> DisclosureAsync(string factory, CancellationToken cancellation) =>
        AskAsync<DisclosureAnswer>($"/disclosure/{Uri.EscapeDataString(factory)}", cancellation);

    public Task SetDisclosureAsync(string factory, DisclosurePolicy policy, string by, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Put, $"/disclosure/{Uri.EscapeDataString(factory)}", new { policy, by }, cancellation);

    public Task<ExportsAnswer> ExportsAsync(string factory, CancellationToken cancellation) =>
        AskAsync<ExportsAnswer>("/exports" + Of(factory), cancellation);

    public Task<LastExportsAnswer> LastExportsAsync(string factory, CancellationToken cancellation) =>
        AskAsync<LastExportsAnswer>("/exports/last" + Of(factory), cancellation);

    public Task<DisclosureReceipt[]> ReceiptsAsync(string factory, CancellationToken cancellation) =>
        AskAsync<DisclosureReceipt[]>("/receipts" + Of(factory), cancellation);

    public Task<TasksAnswer> TasksAsync(string factory, CancellationToken cancellation) => AskAsync<TasksAnswer>("/tasks" + Of(factory), cancellation);

    public Task AnswerAsync(string factory, TaskAnswer answer, CancellationToken cancellation) => SendAsync(
        HttpMethod.Post, $"/tasks/{Uri.EscapeDataString(answer.Task)}/answers{Of(factory)}",
        new { id = answer.Id, state = answer.State, text = answer.Text, by = answer.By }, cancellation);

    public void Dispose() => _uplink.Dispose();

    private static string Of(string factory) => $"?factory={Uri.EscapeDataString(factory)}";

    private Task<T> AskAsync<T>(string path, CancellationToken cancellation) => ServiceCalls.AskAsync<T>(_uplink, AppIds.Uplink, path, cancellation);

    private Task SendAsync(HttpMethod method, string path, object body, CancellationToken cancellation) =>
        ServiceCalls.SendAsync<System.Text.Json.JsonElement>(_uplink, method, AppIds.Uplink, path, body, cancellation);
}
