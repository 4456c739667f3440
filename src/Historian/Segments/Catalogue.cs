using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Historian.Segments;

/// <summary>What a factory's frames have said of its signals and connections. Thread-safe.</summary>
internal sealed class Catalogue
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, SignalDefinition> _byId = [];
    private readonly Dictionary<string, SignalDefinition> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _aliveThrough = new(StringComparer.Ordinal);

    public Catalogue(Manifest manifest)
    {
        foreach (var signal in manifest.Signals)
            Add(signal);
        foreach (var (connection, time) in manifest.AliveThrough)
            _aliveThrough[connection] = time;
    }

    public void Learn(FrameHeader header)
    {
        lock (_gate)
        {
            foreach (var signal in header.Signals)
                Add(signal);
            if (header.AliveThrough > _aliveThrough.GetValueOrDefault(header.Connection, long.MinValue))
                _aliveThrough[header.Connection] = header.AliveThrough;
        }
    }

    public IReadOnlyList<SignalDefinition> Signals
    {
        get { lock (_gate) return [.. _byId.Values.OrderBy(signal => signal.Id)]; }
    }

    public IReadOnlyDictionary<string, long> AliveThrough
    {
        get { lock (_gate) return new Dictionary<string, long>(_aliveThrough); }
    }

    public SignalDefinition? Find(string fullName)
    {
        lock (_gate)
            return _byName.GetValueOrDefault(fullName);
    }

    /// <summary>The full name; a signal whose definition was in a frame that is lost is called by its id.</summary>
    public string NameOf(int id)
    {
        lock (_gate)
            return _byId.TryGetValue(id, out var signal) ? signal.FullName : $"#{id}";
    }

    public long AliveThroughOf(string connection)
    {
        lock (_gate)
            return _aliveThrough.GetValueOrDefault(connection, long.MinValue);
    }

    private void Add(SignalDefinition signal)
    {
        _byId[signal.Id] = signal;
        _byName[signal.FullName] = signal;
    }
}
