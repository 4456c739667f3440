using Jinan.IndustryBrain.EdgeConsole.Edge;

namespace Jinan.IndustryBrain.EdgeConsole.Parts.Connect;

/// <summary>A row of the tree that is shown: a node, or the word that there are more.</summary>
internal sealed class TreeRow
{
    /// <summary>Null for the word that there are more.</summary>
    public NodeAnswer? Node { get; init; }

    /// <summary>Null at the top.</summary>
    public TreeRow? Parent { get; init; }

    public required string Id { get; init; }

    /// <summary>From 1.</summary>
    public required int Level { get; init; }

    /// <summary>Among its siblings, from 1.</summary>
    public required int Position { get; init; }

    /// <summary>How many siblings there are, itself included.</summary>
    public required int Size { get; init; }

    public bool IsOpen { get; set; }

    /// <summary>Of the word that there are more: where they begin.</summary>
    public int After { get; init; }
}
