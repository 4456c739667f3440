using System.Text.Json;
using Dapr.Client;
using Jinan.IndustryBrain.Contracts;

namespace Jinan.IndustryBrain.EdgeConsole.Edge;

/// <summary>Which version of a capsule serves. Each throws <see cref="HttpRequestException"/> with words for a person.</summary>
internal interface IRollout
{
    /// <summary>Back to the version before, which is pinned from then on.</summary>
    Task RollBackAsync(string capsule, string by, CancellationToken cancellation);

    Task UnpinAsync(string capsule, string by, CancellationToken cancellation);
}

/// <summary>Through Dapr's service invocation.</summary>
internal sealed class RolloutService : IRollout, IDisposable
{
    private readonly HttpClient _inference;

    public RolloutService(DaprClient dapr)
    {
        _inference = dapr.CreateInvokableHttpClient(AppIds.Inference);
        _inference.Timeout = ServiceCalls.Patience;
    }

    public Task RollBackAsync(string capsule, string by, CancellationToken cancellation) => SendAsync(capsule, "rollback", by, cancellation);

    public Task UnpinAsync(string capsule, string by, CancellationToken cancellation) => SendAsync(capsule, "unpin", by, cancellation);

    public void Dispose() => _inference.Dispose();

    private Task SendAsync(string capsule, string what, string by, CancellationToken cancellation) => ServiceCalls.SendAsync<JsonElement>(
        _inference, HttpMethod.Post, AppIds.Inference, $"/capsules/{Uri.EscapeDataString(capsule)}/{what}?by={Uri.EscapeDataString(by)}", null, cancellation);
}
