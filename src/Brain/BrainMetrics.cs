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
    private readonly Counter<long> _warnings;
    private readonly Counter<long> _warningsRefused;
    private readonly Counter<long> _answers;
    private readonly Counter<long> _views;

    public BrainMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _stored = meter.CreateCounter<long>("industrybrain.brain.insights.stored", "{insight}", "Insights stored");
        _duplicates = meter.CreateCounter<long>("industrybrain.brain.insights.duplicate", "{insight}", "Insights that were there already");
        _refused = meter.CreateCounter<long>("industrybrain.brain.insights.refused", "{insight}", "Malformed insights put with the dead letters");
        _late = meter.CreateCounter<long>("industrybrain.brain.insights.late", "{insight}", "Insights stored after their period's figures were final");
        _figures = meter.CreateCounter<long>("industrybrain.brain.figures", "{figure}", "Figures decided, by state");
        _warnings = meter.CreateCounter<long>("industrybrain.brain.warnings.stored", "{report}", "Reports of warnings stored");
        _warningsRefused = meter.CreateCounter<long>("industrybrain.brain.warnings.refused", "{report}", "Malformed reports put with the dead letters");
        _answers = meter.CreateCounter<long>("industrybrain.brain.tasks.answers", "{answer}", "Factories' answers to tasks, by outcome");
        _views = meter.CreateCounter<long>("industrybrain.brain.views", "{view}", "Views written to the audit, by kind");
    }

    public void Stored(string sector, int count) => _stored.Add(count, new KeyValuePair<string, object?>("sector", sector));

    public void Duplicate(int count) => _duplicates.Add(count);

    public void Refused(int count) => _refused.Add(count);

    public void Late(int count) => _late.Add(count);

    public void Decided(string state, int count) => _figures.Add(count, new KeyValuePair<string, object?>("state", state));

    public void WarningsStored(string sector, int count) => _warnings.Add(count, new KeyValuePair<string, object?>("sector", sector));

    public void WarningsRefused(int count) => _warningsRefused.Add(count);

    public void Answered(string outcome, int count) => _answers.Add(count, new KeyValuePair<string, object?>("outcome", outcome));

    public void Viewed(string kind) => _views.Add(1, new KeyValuePair<string, object?>("kind", kind));
}
