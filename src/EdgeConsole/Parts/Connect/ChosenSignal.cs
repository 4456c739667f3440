using Jinan.IndustryBrain.EdgeConsole.Edge;

namespace Jinan.IndustryBrain.EdgeConsole.Parts.Connect;

/// <summary>A signal that somebody chose, as it is edited.</summary>
public sealed class ChosenSignal(SignalChoice choice)
{
    public string Node => choice.Node;

    public string Path => choice.Path;

    public string Type => choice.Type;

    public bool IsNumber => Type != "text";

    /// <summary>Empty: as <see cref="AssetOfPath"/>.</summary>
    public string Asset { get; set; } = choice.Asset ?? "";

    /// <summary>Empty: as <see cref="NameOfPath"/>.</summary>
    public string Name { get; set; } = choice.Name ?? "";

    public string Unit { get; set; } = choice.Unit ?? "";

    public double SamplingMs { get; set; } = choice.SamplingMs;

    public string Deadband { get; set; } = choice.Deadband ?? "";

    /// <summary>What the asset is called where nothing else is said.</summary>
    public string AssetOfPath => Path.Split('/') is [.., var parent, _] ? parent : "machine";

    /// <summary>What it is called where nothing else is said.</summary>
    public string NameOfPath => Path[(Path.LastIndexOf('/') + 1)..];

    public SignalChoice ToChoice() => choice with
    {
        Asset = NullIfEmpty(Asset), Name = NullIfEmpty(Name), Unit = Unit.Trim(), SamplingMs = SamplingMs, Deadband = IsNumber ? NullIfEmpty(Deadband) : null,
    };

    private static string? NullIfEmpty(string text) => text.Trim() is { Length: > 0 } words ? words : null;
}
