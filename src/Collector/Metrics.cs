using System.Diagnostics.Metrics;

namespace Jinan.IndustryBrain.Collector;

/// <summary>The collector's instruments; the names are in docs/telemetry.md.</summary>
internal sealed class Metrics
{
    public const string MeterName = "Jinan.IndustryBrain.Collector";

    private static readonly KeyValuePair<string, object?> Filled = new("outcome", "filled");
    private static readonly KeyValuePair<string, object?> Empty = new("outcome", "empty");

    private readonly Counter<long> _values;
    private readonly Counter<long> _frames;
    private readonly Counter<long> _published;
    private readonly Counter<long> _publishFailures;
    private readonly Counter<long> _repeats;
    private readonly Counter<long> _overflows;
    private readonly Counter<long> _gaps;
    private readonly Counter<long> _events;
    private readonly Counter<long> _historyValues;
    private readonly Counter<long> _historyIntervals;

    public Metrics(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);
        _values = meter.CreateCounter<long>("industrybrain.collector.values", "{value}", "Values stored");
        _frames = meter.CreateCounter<long>("industrybrain.collector.frames", "{frame}", "Frames stored");
        _published = meter.CreateCounter<long>("industrybrain.collector.frames.published", "{frame}", "Frames that the broker took");
        _publishFailures = meter.CreateCounter<long>("industrybrain.collector.publish.failures", "{attempt}", "Attempts that the broker refused");
        _repeats = meter.CreateCounter<long>("industrybrain.collector.repeats", "{value}", "Values equal to the one stored before");
        _overflows = meter.CreateCounter<long>("industrybrain.collector.overflows", "{value}", "Values with the overflow bit");
        _gaps = meter.CreateCounter<long>("industrybrain.collector.gaps", "{interval}", "Intervals of a connection that are not covered");
        _events = meter.CreateCounter<long>("industrybrain.collector.events", "{event}", "Events stored");
        _historyValues = meter.CreateCounter<long>("industrybrain.collector.history.values", "{value}", "Values stored that were read from a server's history");
        _historyIntervals = meter.CreateCounter<long>(
            "industrybrain.collector.history.intervals", "{interval}", "Intervals of a signal that a server's history was asked for");
    }

    public void FrameStored(int values)
    {
        _frames.Add(1);
        _values.Add(values);
    }

    public void FramePublished() => _published.Add(1);

    public void PublishFailed() => _publishFailures.Add(1);

    public void Repeated(long count) => _repeats.Add(count);

    public void Overflowed(long count) => _overflows.Add(count);

    public void NotCovered() => _gaps.Add(1);

    public void EventsStored(long count) => _events.Add(count);

    public void HistoryStored(long count) => _historyValues.Add(count);

    public void HistoryAsked(bool isFilled) => _historyIntervals.Add(1, isFilled ? Filled : Empty);
}
