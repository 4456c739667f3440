namespace Jinan.IndustryBrain.AppHost.Watch;

/// <summary>What came the whole way, from the PLC to the brain, for one sector.</summary>
/// <param name="Factories">Factories configured.</param>
/// <param name="Reporting">Factories with a computed insight at the brain.</param>
/// <param name="Values">Values that the historian holds.</param>
/// <param name="ComputedInsights">At the brain.</param>
/// <param name="NewestAgeSeconds">Age of the newest computed insight's newest value.</param>
/// <param name="Hops">Median time of each hop over the newest insights.</param>
internal sealed record SectorSummary(
    string Sector,
    int Factories,
    int Reporting,
    long Values,
    long ComputedInsights,
    double? NewestAgeSeconds,
    HopSummary? Hops);

/// <summary>Seconds of each hop (medians), and from end to end.</summary>
/// <param name="Collect">From the value's source time to the collector.</param>
/// <param name="Compute">To the model's answer: waiting for the window to close included.</param>
/// <param name="Uplink">To the request that took it to the city.</param>
/// <param name="Store">To the brain's database, through the gateway.</param>
/// <param name="P50">From the newest value of the window to the brain, median.</param>
/// <param name="P99">The same, exceeded by one in a hundred.</param>
internal sealed record HopSummary(double Collect, double Compute, double Uplink, double Store, double P50, double P99);
