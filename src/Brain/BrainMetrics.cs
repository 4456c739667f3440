using System.Diagnostics.Metrics;

namespace Jinan.IndustryBrain.Brain;

internal sealed class BrainMetrics
{
    public const string MeterName = "Jinan.IndustryBrain.Brain";

    private readonly Counter<long> _stored;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _late;
    private readonly Counter<long> _figures;

    public BrainMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _stored = meter.CreateCounter<long>("industrybrain.brain.insights.stored", "{insight}", "Insights stored");
        _duplicates = meter.CreateCounter<long>("industrybrain.brain.insights.duplicate", "{insight}", "Insights that were there already");
        _refused = meter.CreateCounter<long>("industrybrain.brain.insights.refused", "{insight}", "Malformed insights put with the dead letters");
        _late = meter.CreateCounter<long>("industrybrain.brain.insights.late", "{insight}", "Insights stored after their period's figures were final");
        _figures = meter.CreateCounter<long>("industrybrain.brain.figures", "{figure}", "Figures decided, by state");
    }

    public void Stored(string sector, int count) => _stored.Add(count, new KeyValuePair<string, object?>("sector", sector));

    public void Duplicate(int count) => _duplicates.Add(count);

    public void Refused(int count) => _refused.Add(count);

    public void Late(int count) => _late.Add(count);

    public void Decided(string state, int count) => _figures.Add(count, new KeyValuePair<string, object?>("state", state));
}
