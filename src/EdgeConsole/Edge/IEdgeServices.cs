using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.EdgeConsole.Edge;

/// <summary>What the services of this edge answer. Each throws <see cref="HttpRequestException"/> with words for a person.</summary>
internal interface IEdgeServices
{
    Task<FactoryLog[]> FactoriesAsync(CancellationToken cancellation);

    /// <param name="factory">Null for all.</param>
    /// <param name="cancellation">Ends the question.</param>
    Task<ConnectionAnswer[]> ConnectionsAsync(string? factory, CancellationToken cancellation);

    /// <summary>The ledger of each signal.</summary>
    Task<CoverageAnswer[]> CoverageAsync(string factory, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation);

    Task<ConfigurationAnswer[]> ConfigurationAsync(CancellationToken cancellation);

    Task<SignalsAnswer> SignalsAsync(string factory, CancellationToken cancellation);

    Task<ValuesAnswer> LastValuesAsync(string factory, CancellationToken cancellation);

    Task<BucketsAnswer> BucketsAsync(
        string factory, string signal, DateTimeOffset from, DateTimeOffset to, TimeSpan width, CancellationToken cancellation);

    /// <summary>The newest insights of an asset, newest window first.</summary>
    Task<InsightsAnswer> InsightsAsync(string factory, string asset, CancellationToken cancellation);

    Task<HistorianStats> HistorianAsync(CancellationToken cancellation);

    /// <param name="factory">Null for all.</param>
    /// <param name="cancellation">Ends the question.</param>
    Task<AssetAnswer[]> AssetsAsync(string? factory, CancellationToken cancellation);

    Task<CapsulesAnswer> CapsulesAsync(CancellationToken cancellation);

    Task<UplinkAnswer> UplinkAsync(CancellationToken cancellation);
}
