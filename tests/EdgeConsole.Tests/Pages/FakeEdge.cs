using System.Text.Json;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.EdgeConsole.Edge;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Pages;

/// <summary>An edge with what a test gives it; everything else answers that it is away.</summary>
internal sealed class FakeEdge : IEdgeServices
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 4, 0, 0, TimeSpan.Zero);

    public FactoryLog[]? Factories { get; set; }
    public ConnectionAnswer[]? Connections { get; set; }
    public CoverageAnswer[]? Coverage { get; set; }
    public ConfigurationAnswer[]? Configuration { get; set; }
    public SignalAnswer[]? Signals { get; set; }
    public ValueAnswer[]? Values { get; set; }
    public Insight[]? Insights { get; set; }
    public AssetAnswer[]? Assets { get; set; }
    public CapsulesAnswer? Capsules { get; set; }
    public UplinkAnswer? Uplink { get; set; }

    public static ValueAnswer Value(string signal, double value, uint status = 0) =>
        new(signal, Now, Now, JsonSerializer.SerializeToElement(value), status);

    public Task<FactoryLog[]> FactoriesAsync(CancellationToken cancellation) => Of(Factories);

    public Task<ConnectionAnswer[]> ConnectionsAsync(string? factory, CancellationToken cancellation) => Of(Connections);

    public Task<CoverageAnswer[]> CoverageAsync(string factory, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) => Of(Coverage);

    public Task<ConfigurationAnswer[]> ConfigurationAsync(CancellationToken cancellation) => Of(Configuration);

    public Task<SignalsAnswer> SignalsAsync(string factory, CancellationToken cancellation) =>
        Of(Signals is null ? null : new SignalsAnswer(factory, Signals));

    public Task<ValuesAnswer> LastValuesAsync(string factory, CancellationToken cancellation) =>
        Of(Values is null ? null : new ValuesAnswer(factory, Values));

    public Task<BucketsAnswer> BucketsAsync(
        string factory, string signal, DateTimeOffset from, DateTimeOffset to, TimeSpan width, CancellationToken cancellation) =>
        Task.FromResult(new BucketsAnswer(signal, "", []));

    public Task<InsightsAnswer> InsightsAsync(string factory, string asset, CancellationToken cancellation) =>
        Of(Insights is null ? null : new InsightsAnswer(factory, Insights));

    public Task<HistorianStats> HistorianAsync(CancellationToken cancellation) => Of<HistorianStats>(null);

    public Task<AssetAnswer[]> AssetsAsync(string? factory, CancellationToken cancellation) => Of(Assets);

    public Task<CapsulesAnswer> CapsulesAsync(CancellationToken cancellation) => Of(Capsules);

    public Task<UplinkAnswer> UplinkAsync(CancellationToken cancellation) => Of(Uplink);

    private static Task<T> Of<T>(T? answer)
        where T : class =>
        answer is null ? Task.FromException<T>(new HttpRequestException("service: away")) : Task.FromResult(answer);
}
