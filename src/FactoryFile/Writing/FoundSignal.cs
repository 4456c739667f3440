namespace Jinan.IndustryBrain.FactoryFile.Writing;

/// <summary>A variable that is to become a signal.</summary>
/// <param name="Node">Its id, the namespace by uri.</param>
/// <param name="Path">Names from Objects on; the last is the signal's, the one before the asset's.</param>
/// <param name="Type">double, int64 or text.</param>
/// <param name="Unit">Empty where there is none.</param>
public sealed record FoundSignal(string Node, string Path, string Type, string Unit)
{
    /// <summary>The asset's id where it is not to be made of the path.</summary>
    public string? Asset { get; init; }

    /// <summary>The signal's name where it is not to be made of the path.</summary>
    public string? Name { get; init; }

    /// <summary>Such as 500ms; null: the draft's.</summary>
    public string? Sampling { get; init; }

    /// <summary>Such as 0.5 or 2 %; null: none.</summary>
    public string? Deadband { get; init; }
}
