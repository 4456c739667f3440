using Jinan.IndustryBrain.Capsules.Features;
using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Contracts.Sentences;

namespace Jinan.IndustryBrain.Inference.Windows;

/// <summary>A model on an asset: its windows and where its input comes from.</summary>
internal sealed class ModelInstance
{
    private const long NsPerMs = 1_000_000;

    public ModelInstance(ModelInService model, string asset, string assetType)
    {
        Model = model;
        Asset = asset;
        AssetType = assetType;
        Extractor = FeatureExtractor.Create(model.Model);
        SignalsOfFeatures = Extractor.SignalsOfFeatures();
        Inputs = new SampleBuffer?[model.Model.Signals.Count];
        Cursor = NewCursor(model.Model.Window, null, "");
    }

    public ModelInService Model { get; }
    public string Asset { get; }
    public string AssetType { get; }
    public FeatureExtractor Extractor { get; }
    public IReadOnlyList<IReadOnlySet<int>> SignalsOfFeatures { get; }
    public IWindowCursor Cursor { get; private set; }

    /// <summary>In the declared order; null where the factory has no such signal, or has it in another unit.</summary>
    public SampleBuffer?[] Inputs { get; }

    public SampleBuffer? Context { get; private set; }

    /// <summary>Why no window can be computed with the signals there are; null when one can.</summary>
    public Sentence? Problem { get; private set; }

    /// <summary>The signals are there, but not as the model wants them: somebody has to configure something.</summary>
    public bool IsMisconfigured { get; private set; }

    /// <summary>A newer version, and the source time from which its values are kept: it takes over at a boundary after that.</summary>
    public (ModelInService Model, long NotBefore)? Successor { get; set; }

    /// <summary>Windows that begin here or later have all their values; the smallest number where none was let go.</summary>
    public long CompleteFrom => Buffers().Select(buffer => buffer.CompleteFrom).DefaultIfEmpty(long.MinValue).Max();

    /// <summary>Goes on where windows of an earlier run or version ended.</summary>
    public void StartAt(long neededFrom, string contextBefore) =>
        Cursor = NewCursor(Model.Model.Window, neededFrom, contextBefore);

    /// <summary>Finds the model's signals among those of the asset.</summary>
    public void Bind(IReadOnlyDictionary<string, SampleBuffer> asset)
    {
        var missing = new List<string>();
        var wrong = new List<(string Name, string Comes, string Takes)>();
        for (var i = 0; i < Inputs.Length; i++)
        {
            var (name, unit) = Model.Model.Signals[i];
            Inputs[i] = asset.GetValueOrDefault(name);
            if (Inputs[i] is not { } input)
                missing.Add(name);
            else if (input.Definition.Unit != unit)
                wrong.Add((name, input.Definition.Unit, unit));
        }

        if (Model.Model.Window.Context is { } context)
        {
            Context = asset.GetValueOrDefault(context);
            if (Context is null)
                missing.Add(context);
        }

        IsMisconfigured = missing.Count == 0 && wrong.Count > 0;
        Problem = missing.Count > 0 ? InsightSentences.SignalsMissing.Of(string.Join(", ", missing))
            : wrong is [var (signal, comes, takes)] ? InsightSentences.OtherUnit.Of(signal, comes, takes)
            : wrong.Count > 0 ? InsightSentences.OtherUnits.Of(string.Join("; ", wrong.Select(one => $"{one.Name}: {one.Comes} → {one.Takes}")))
            : null;
    }

    /// <summary>The signals that there are, the context among them.</summary>
    public IEnumerable<SampleBuffer> Buffers()
    {
        foreach (var input in Inputs)
            if (input is not null)
                yield return input;
        if (Context is not null)
            yield return Context;
    }

    private static IWindowCursor NewCursor(WindowDeclaration window, long? from, string contextBefore) =>
        window.Kind == WindowKind.Grid
            ? new GridCursor(
                window.LengthMs!.Value * NsPerMs,
                window.HopMs!.Value * NsPerMs,
                from is { } time ? GridCursor.FirstFrom(time, window.HopMs.Value * NsPerMs) : null)
            : new ContextCursor(window.MaxMs!.Value * NsPerMs, from ?? 0, contextBefore);
}
