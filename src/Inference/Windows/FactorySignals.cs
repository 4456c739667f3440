using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Inference.Windows;

/// <summary>One factory's signals: their definitions, their values as far as windows need them, and until when they are known.</summary>
internal sealed class FactorySignals(WindowOptions options)
{
    private readonly Dictionary<int, SampleBuffer> _byId = [];
    private readonly Dictionary<string, AssetSignals> _assets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _alive = new(StringComparer.Ordinal);

    public IReadOnlyCollection<SampleBuffer> Buffers => _byId.Values;
    public IReadOnlyDictionary<string, AssetSignals> Assets => _assets;

    /// <summary>Grows when signals are defined: bindings to signals must be looked up anew.</summary>
    public int Version { get; private set; }

    /// <summary>Values that came after their windows were over.</summary>
    public long Late { get; private set; }

    /// <summary>Values that were not taken because they claim to be from the future.</summary>
    public long Future { get; private set; }

    /// <summary>Values of signals that no frame defined.</summary>
    public long Undefined { get; private set; }

    public void Define(SignalDefinition definition)
    {
        Version++;
        if (_byId.TryGetValue(definition.Id, out var known))
        {
            known.Definition = definition;
            return;
        }

        var buffer = new SampleBuffer(definition);
        _byId.Add(definition.Id, buffer);
        if (!_assets.TryGetValue(definition.Asset, out var asset))
            _assets.Add(definition.Asset, asset = new AssetSignals(definition.AssetType, new(StringComparer.Ordinal)));
        asset.Signals[definition.Name] = buffer;
    }

    public void Hold(int signal, Sample sample) => _byId[signal].BeginWith(sample);

    public void Take(Frame frame)
    {
        var header = frame.Header;
        foreach (var definition in header.Signals)
            Define(definition);
        var signals = frame.Signal;
        var times = frame.SourceTime;
        var received = frame.ReceivedTime;
        var statuses = frame.Status;
        for (var row = 0; row < frame.Count; row++)
        {
            if (!_byId.TryGetValue(signals[row], out var buffer))
                Undefined++;
            else if (times[row] > Math.Max(received[row], header.AliveThrough) + options.MaxFutureNs)
                Future++;
            else
                Take(buffer, frame, row, times[row], received[row], statuses[row]);
        }

        if (header.AliveThrough > AliveThrough(header.Connection))
            _alive[header.Connection] = header.AliveThrough;
    }

    /// <summary>Frames are lost for ever: nothing is known from where each connection was last known to be complete.</summary>
    public void MarkLost(FramePosition next)
    {
        foreach (var buffer in _byId.Values)
        {
            var alive = AliveThrough(buffer.Definition.Connection);
            if (alive > long.MinValue)
                buffer.Insert(new Sample(alive + 1, double.NaN, null, 0, alive + 1, next, IsGap: true));
        }
    }

    /// <summary>Everything of a connection up to this source time has been seen.</summary>
    public long AliveThrough(string connection) => _alive.GetValueOrDefault(connection, long.MinValue);

    public void SetAlive(string connection, long time) => _alive[connection] = time;

    private void Take(SampleBuffer buffer, Frame frame, int row, long time, long received, uint status)
    {
        var counts = SampleQuality.Counts(status, options.UncertainCounts);
        var sample = new Sample(
            time,
            counts && frame.Number(row) is { } number ? number : double.NaN,
            counts ? frame.Text(row) : null,
            status, received, frame.Header.Position,
            SampleQuality.IsConnectionLoss(status),
            frame.Header.IsHistory,
            frame.Header.ClockOffsetNs);
        if (time < buffer.NeededFrom && buffer.NeededFrom != long.MaxValue && !buffer.IsFirstOrRepeat(time))
            Late++;
        buffer.Insert(sample);
    }
}

/// <summary>An asset's signals by their names within it.</summary>
internal sealed record AssetSignals(string Type, Dictionary<string, SampleBuffer> Signals);
