using System.Diagnostics.Metrics;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Historian.Segments;

namespace Jinan.IndustryBrain.Historian;

/// <summary>The instruments, and the counts that <c>/stats</c> shows.</summary>
internal sealed class HistorianMetrics
{
    private readonly Counter<long> _values;
    private readonly Counter<long> _frames;
    private readonly Counter<long> _refetched;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _malformed;
    private readonly Counter<long> _insights;
    private readonly Counter<long> _sealedBytes;
    private readonly Counter<long> _sealFailures;
    private readonly Histogram<double> _sealSeconds;
    private readonly Dictionary<string, long> _refetchedByFactory = new(StringComparer.Ordinal);
    private long _malformedFrames;
    private long _malformedInsights;
    private long _framesLost;

    public HistorianMetrics(IMeterFactory factory)
    {
        var meter = factory.Create("Jinan.IndustryBrain.Historian");
        _values = meter.CreateCounter<long>("industrybrain.historian.values", "{value}", "Values stored");
        _frames = meter.CreateCounter<long>("industrybrain.historian.frames", "{frame}", "Frames seen, by what became of them");
        _refetched = meter.CreateCounter<long>("industrybrain.historian.frames.refetched", "{frame}", "Frames fetched from the collector");
        _lost = meter.CreateCounter<long>("industrybrain.historian.frames.lost", "{frame}", "Frames that the collector did not have any more");
        _malformed = meter.CreateCounter<long>("industrybrain.historian.malformed", "{message}", "Messages sent to the dead letters");
        _insights = meter.CreateCounter<long>("industrybrain.historian.insights", "{insight}", "Insights seen, by whether they were new");
        _sealedBytes = meter.CreateCounter<long>("industrybrain.historian.segments.bytes", "By", "Bytes of Parquet written");
        _sealFailures = meter.CreateCounter<long>("industrybrain.historian.segments.failures", "{attempt}", "Segments that could not be written");
        _sealSeconds = meter.CreateHistogram<double>("industrybrain.historian.segments.duration", "s", "Time to write a segment");
    }

    public long MalformedFrames => Interlocked.Read(ref _malformedFrames);

    public long MalformedInsights => Interlocked.Read(ref _malformedInsights);

    public long LostFrames => Interlocked.Read(ref _framesLost);

    public long RefetchedOf(string factory)
    {
        lock (_refetchedByFactory)
            return _refetchedByFactory.GetValueOrDefault(factory);
    }

    public void FrameTaken(Taken taken, int rows)
    {
        _frames.Add(1, new KeyValuePair<string, object?>("result", taken switch
        {
            Taken.Stored => "stored",
            Taken.Duplicate => "duplicate",
            Taken.Gap => "gap",
            _ => "busy",
        }));
        if (taken == Taken.Stored)
            _values.Add(rows);
    }

    public void Refetched(string factory, int frames)
    {
        _refetched.Add(frames);
        lock (_refetchedByFactory)
            _refetchedByFactory[factory] = _refetchedByFactory.GetValueOrDefault(factory) + frames;
    }

    /// <summary>Between two epochs nobody knows how many there were: one is counted.</summary>
    public void FramesLost(FramePosition position, FramePosition oldest)
    {
        var count = position.Epoch == oldest.Epoch ? oldest.Sequence - position.Sequence - 1 : 1;
        _lost.Add(count);
        Interlocked.Add(ref _framesLost, count);
    }

    public void Malformed(string kind)
    {
        _malformed.Add(1, new KeyValuePair<string, object?>("kind", kind));
        Interlocked.Increment(ref kind == "frame" ? ref _malformedFrames : ref _malformedInsights);
    }

    public void InsightTaken(bool isNew) =>
        _insights.Add(1, new KeyValuePair<string, object?>("result", isNew ? "stored" : "duplicate"));

    public void Sealed(long rows, long bytes, TimeSpan duration)
    {
        _sealedBytes.Add(bytes);
        _sealSeconds.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("size", rows < 10_000 ? "small" : "full"));
    }

    public void SealFailed() => _sealFailures.Add(1);
}
