using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Inference.Windows;

/// <summary>
/// Cuts one factory's frames into windows. What it says depends on frames, capsules and options alone, never on the clock: the
/// same frames give the same windows, also when they are read again after a kill. Not thread-safe.
/// </summary>
internal sealed class WindowEngine
{
    private readonly WindowOptions _options;
    private readonly WindowAssembler _assembler;
    private readonly FactorySignals _signals;
    private readonly SafePosition _safe;
    private readonly Dictionary<InstanceKey, ModelInstance> _instances = [];
    private readonly Dictionary<InstanceKey, SavedCursor> _saved = [];
    private readonly List<WindowSpan> _spans = [];
    private IReadOnlyList<ModelInService> _models = [];
    private int _boundVersion = -1;
    private bool _isRestored;

    public WindowEngine(FactoryIdentity factory, WindowOptions options)
    {
        Factory = factory;
        _options = options;
        _assembler = new WindowAssembler(factory, options);
        _signals = new FactorySignals(options);
        _safe = new SafePosition(_signals);
    }

    public FactoryIdentity Factory { get; }
    public FactorySignals Signals => _signals;
    public IReadOnlyCollection<ModelInstance> Instances => _instances.Values;

    /// <summary>Grows when models come to assets, leave them, or change their version there.</summary>
    public int InstancesVersion { get; private set; }

    /// <summary>The last frame that was taken.</summary>
    public FramePosition Position { get; private set; }

    /// <summary>The last frame that no open window needs: reading may begin after it when everything closed so far is published.</summary>
    public FramePosition Safe => _safe.Of(Position);

    /// <summary>Digests of the capsules whose models still have windows here.</summary>
    public IReadOnlySet<string> DigestsInUse =>
        _instances.Values.SelectMany(i => i.Successor is { } next ? [i.Model.Digest, next.Model.Digest] : new[] { i.Model.Digest }).ToHashSet();

    public void Use(IReadOnlyList<ModelInService> models)
    {
        if (ReferenceEquals(models, _models))
            return;
        _models = models;
        var current = models.ToDictionary(m => m.Key);
        foreach (var (key, instance) in _instances.ToList())
        {
            if (!current.TryGetValue((key.Capsule, key.Model), out var now) || !now.Capsule.AssetTypes.Contains(instance.AssetType))
                Remove(key, instance);
            else
                instance.Successor = now.Digest == instance.Model.Digest ? null : (now, BeginOf(now, instance));
        }

        _boundVersion = -1;
        BindNew();
        foreach (var (key, instance) in _instances.ToList())
            SwitchIfPossible(key, instance);
        SetNeeds();
    }

    /// <summary>Takes the next frame.</summary>
    /// <param name="closed">Gets the windows that are over with it, in order for each model and asset.</param>
    public void Take(Frame frame, List<ClosedWindow> closed)
    {
        Position = frame.Header.Position;
        _signals.Take(frame);
        _safe.Note(frame.Header);
        BindNew();
        foreach (var (key, instance) in _instances.ToList())
        {
            Close(instance, closed);
            SwitchIfPossible(key, instance);
        }

        SetNeeds();
        foreach (var buffer in _signals.Buffers)
            buffer.Prune();
    }

    /// <summary>The frames before <paramref name="next"/> cannot be had any more.</summary>
    public void SkipTo(FramePosition next)
    {
        _signals.MarkLost(next);
        Position = new FramePosition(next.Epoch, next.Sequence - 1);
    }

    public EngineState Save()
    {
        var safe = Safe;
        return new EngineState(
            safe,
            [.. _signals.Buffers.Select(b => new SavedSignal(b.Definition, b.Hold))],
            _safe.AliveAt(safe),
            [.. _instances.Where(i => i.Value.Cursor.NeededFrom != long.MaxValue)
                .Select(i => new SavedCursor(i.Key, i.Value.Cursor.NeededFrom, i.Value.Cursor.ContextBefore ?? ""))
                .Concat(_saved.Values.Where(s => !_instances.ContainsKey(s.Key)))]);
    }

    public void Restore(EngineState state)
    {
        Position = state.Position;
        foreach (var signal in state.Signals)
        {
            _signals.Define(signal.Definition);
            if (signal.Hold is { } hold)
                _signals.Hold(signal.Definition.Id, hold with { Frame = default });
        }

        foreach (var (connection, alive) in state.Alive)
            _signals.SetAlive(connection, alive);
        _safe.Start(state.Position, state.Alive);
        foreach (var cursor in state.Cursors)
            _saved[cursor.Key] = cursor;
        _isRestored = true;
    }

    /// <summary>Everything before this source time is known of all signals of the instance; null when nothing is known yet.</summary>
    private long? Watermark(ModelInstance instance)
    {
        var watermark = long.MaxValue;
        foreach (var buffer in instance.Buffers())
            watermark = Math.Min(watermark, _signals.AliveThrough(buffer.Definition.Connection));
        return watermark is long.MaxValue or long.MinValue ? null : watermark - _options.LatenessNs;
    }

    private void Close(ModelInstance instance, List<ClosedWindow> closed)
    {
        if (Watermark(instance) is not { } watermark)
            return;
        _spans.Clear();
        instance.Cursor.Advance(watermark, instance.Context is { } context ? context.Samples : default, _spans);
        foreach (var span in _spans)
            closed.Add(_assembler.Assemble(instance, span, Position));
    }

    private void BindNew()
    {
        if (_boundVersion == _signals.Version)
            return;
        _boundVersion = _signals.Version;
        InstancesVersion++;
        foreach (var (name, asset) in _signals.Assets)
        {
            foreach (var model in _models.Where(m => m.Capsule.AssetTypes.Contains(asset.Type)))
            {
                var key = new InstanceKey(name, model.Key.Capsule, model.Key.Model);
                if (!_instances.TryGetValue(key, out var instance))
                    _instances.Add(key, instance = Begin(key, new ModelInstance(model, name, asset.Type), asset));
                instance.Bind(asset.Signals);
            }
        }

        _isRestored = false;
    }

    private ModelInstance Begin(InstanceKey key, ModelInstance instance, AssetSignals asset)
    {
        instance.Bind(asset.Signals);
        _saved.Remove(key, out var saved);
        // Right after a restart the windows go on where they ended.
        if (saved is not null && _isRestored)
        {
            instance.StartAt(saved.NeededFrom, saved.ContextBefore);
            return instance;
        }

        // A model that comes, or comes back, while values flow has missed what was let go: it begins with the first window
        // that has all its values.
        var from = saved is null ? instance.CompleteFrom : Math.Max(Math.Max(saved.NeededFrom, instance.CompleteFrom), Watermark(instance) ?? long.MinValue);
        if (from > long.MinValue)
            instance.StartAt(instance.Context is null ? Math.Max(from, Watermark(instance) ?? from) : from, instance.Context?.ContextBefore(from) ?? "");
        return instance;
    }

    // From when on a new version has all values that it looks at, also of signals that the one before it did not look at.
    private long BeginOf(ModelInService successor, ModelInstance instance)
    {
        var signals = _signals.Assets[instance.Asset].Signals;
        return successor.Model.Signals.Select(s => signals.GetValueOrDefault(s.Name)?.CompleteFrom ?? long.MinValue).Append(Watermark(instance) ?? 0).Max();
    }

    private void Remove(InstanceKey key, ModelInstance instance)
    {
        _instances.Remove(key);
        if (instance.Cursor.NeededFrom != long.MaxValue)
            _saved[key] = new SavedCursor(key, instance.Cursor.NeededFrom, instance.Cursor.ContextBefore ?? "");
    }

    // The new version takes the asset over between two windows, and not before its signals' values are kept.
    private void SwitchIfPossible(InstanceKey key, ModelInstance instance)
    {
        if (instance.Successor is not { } successor || !instance.Cursor.IsAtBoundary || instance.Cursor.NeededFrom < successor.NotBefore)
            return;
        var next = new ModelInstance(successor.Model, instance.Asset, instance.AssetType);
        next.Bind(_signals.Assets[instance.Asset].Signals);
        if (instance.Cursor.NeededFrom != long.MaxValue)
            next.StartAt(instance.Cursor.NeededFrom, instance.Cursor.ContextBefore ?? "");
        _instances[key] = next;
        InstancesVersion++;
    }

    private void SetNeeds()
    {
        foreach (var buffer in _signals.Buffers)
            buffer.NeededFrom = long.MaxValue;
        foreach (var instance in _instances.Values)
        {
            foreach (var buffer in instance.Buffers())
                buffer.NeededFrom = Math.Min(buffer.NeededFrom, instance.Cursor.NeededFrom);

            // A successor may look at signals that its predecessor did not; their values are kept from now on.
            if (instance.Successor is { } successor)
            {
                foreach (var signal in successor.Model.Model.Signals)
                    if (_signals.Assets[instance.Asset].Signals.TryGetValue(signal.Name, out var buffer))
                        buffer.NeededFrom = Math.Min(buffer.NeededFrom, Math.Max(instance.Cursor.NeededFrom, successor.NotBefore));
            }
        }
    }
}

/// <summary>A model on an asset.</summary>
internal readonly record struct InstanceKey(string Asset, string Capsule, string Model);
