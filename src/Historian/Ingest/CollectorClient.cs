using System.Net.Http.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Historian.Ingest;

/// <summary>The collector's endpoints, by Dapr invocation.</summary>
/// <param name="http">An invokable client of the collector's app id.</param>
internal sealed class CollectorClient(HttpClient http)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>The header that says from where on frames are kept.</summary>
    public const string OldestHeader = "x-oldest";

    public async Task<FactoryLog[]> GetFactoriesAsync(CancellationToken ct)
    {
        using var limited = Limit(ct);
        return await http.GetFromJsonAsync("factories", ContractsJson.Default.FactoryLogArray, limited.Token) ?? [];
    }

    /// <summary>Frames behind a position, in order, as <see cref="FrameBundle"/> reads them; empty when there is none newer.</summary>
    public async Task<byte[]> GetFramesAsync(string factory, FramePosition after, int maxBytes, CancellationToken ct)
    {
        using var limited = Limit(ct);
        using var response = await http.GetAsync(
            $"frames?factory={Uri.EscapeDataString(factory)}&after={after}&maxBytes={maxBytes}", limited.Token);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync(limited.Token);
    }

    public async Task ConfirmAsync(string factory, FramePosition position, CancellationToken ct)
    {
        using var limited = Limit(ct);
        using var response = await http.PutAsJsonAsync(
            $"positions/{AppIds.Historian}", new(factory, position.Epoch, position.Sequence), ContractsJson.Default.ConsumerPosition, limited.Token);
        response.EnsureSuccessStatusCode();
    }

    private static CancellationTokenSource Limit(CancellationToken ct)
    {
        var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(Timeout);
        return limited;
    }
}
