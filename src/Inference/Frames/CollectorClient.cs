using System.Net.Http.Json;
using Dapr.Client;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Inference.Frames;

/// <summary>The collector's log of frames.</summary>
internal interface ICollectorClient
{
    /// <exception cref="HttpRequestException">The collector does not answer.</exception>
    Task<IReadOnlyList<FactoryLog>> FactoriesAsync(CancellationToken cancellation);

    /// <returns>Frames after a position in order, as many as fit; empty when there is nothing newer.</returns>
    /// <exception cref="HttpRequestException"/>
    Task<ReadOnlyMemory<byte>> FramesAsync(string factory, FramePosition after, CancellationToken cancellation);

    /// <summary>Tells the collector up to where its frames are not needed any more.</summary>
    /// <exception cref="HttpRequestException"/>
    Task ConfirmAsync(string factory, FramePosition position, CancellationToken cancellation);
}

/// <summary>Through Dapr's service invocation.</summary>
internal sealed class CollectorClient : ICollectorClient, IDisposable
{
    private const int MaxBytes = 2 * 1024 * 1024;

    private readonly HttpClient _http;

    public CollectorClient(DaprClient dapr)
    {
        _http = dapr.CreateInvokableHttpClient(AppIds.Collector);
        _http.Timeout = TimeSpan.FromSeconds(20);
    }

    public async Task<IReadOnlyList<FactoryLog>> FactoriesAsync(CancellationToken cancellation) =>
        await _http.GetFromJsonAsync("/factories", ContractsJson.Default.FactoryLogArray, cancellation).ConfigureAwait(false) ?? [];

    public async Task<ReadOnlyMemory<byte>> FramesAsync(string factory, FramePosition after, CancellationToken cancellation) =>
        await _http.GetByteArrayAsync(
            $"/frames?factory={Uri.EscapeDataString(factory)}&after={after}&maxBytes={MaxBytes}", cancellation).ConfigureAwait(false);

    public async Task ConfirmAsync(string factory, FramePosition position, CancellationToken cancellation)
    {
        using var response = await _http.PutAsJsonAsync(
            $"/positions/{AppIds.Inference}",
            new ConsumerPosition(factory, position.Epoch, position.Sequence),
            ContractsJson.Default.ConsumerPosition,
            cancellation).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();
}
