using System.Diagnostics.Metrics;

namespace Jinan.IndustryBrain.Inference;

/// <summary>The instruments of Inference; named in docs/telemetry.md.</summary>
internal sealed class Metrics
{
    private readonly Counter<long> _frames;
    private readonly Counter<long> _malformed;
    private readonly Counter<long> _insights;
    private readonly Counter<long> _losses;
    private readonly Counter<long> _failed;
    private readonly Histogram<long> _rows;
    private readonly Histogram<double> _duration;

    public Metrics(IMeterFactory factory)
    {
        var meter = factory.Create("Jinan.IndustryBrain.Inference");
        _frames = meter.CreateCounter<long>("industrybrain.inference.frames", "{frame}", "Frames by what became of them");
        _malformed = meter.CreateCounter<long>("industrybrain.inference.frames.malformed", "{frame}", "Frames that could not be read");
        _insights = meter.CreateCounter<long>("industrybrain.inference.insights", "{insight}", "Insights published, by state");
        _losses = meter.CreateCounter<long>("industrybrain.inference.worker.losses", "{process}", "Worker processes that ended or had to be ended");
        _failed = meter.CreateCounter<long>("industrybrain.inference.windows.failed", "{window}", "Windows that the model could not answer");
        _rows = meter.CreateHistogram<long>("industrybrain.inference.batch.rows", "{row}", "Rows of a batch");
        _duration = meter.CreateHistogram<double>("industrybrain.inference.batch.duration", "s", "Time of a batch at its worker");
    }

    public void FrameTaken(string outcome) => _frames.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void FrameMalformed() => _malformed.Add(1);

    public void InsightPublished(string state) => _insights.Add(1, new KeyValuePair<string, object?>("state", state));

    public void WorkerLost(string capsule) => _losses.Add(1, new KeyValuePair<string, object?>("capsule", capsule));

    public void WindowFailed(string capsule) => _failed.Add(1, new KeyValuePair<string, object?>("capsule", capsule));

    public void BatchAnswered(string capsule, int rows, TimeSpan duration)
    {
        var tag = new KeyValuePair<string, object?>("capsule", capsule);
        _rows.Record(rows, tag);
        _duration.Record(duration.TotalSeconds, tag);
    }
}
