using Jinan.IndustryBrain.EdgeConsole.Edge;

namespace Jinan.IndustryBrain.EdgeConsole.Parts.Connect;

/// <summary>What came of choosing many at a time.</summary>
/// <param name="Added">Signals that are new.</param>
/// <param name="Known">Signals that were chosen already.</param>
/// <param name="Left">Variables that cannot be signals: the first of them.</param>
/// <param name="LeftCount">How many.</param>
/// <param name="IsCut">There were more than are taken.</param>
public sealed record TakenSignals(int Added, int Known, IReadOnlyList<SaidAnswer> Left, int LeftCount, bool IsCut)
{
    public IReadOnlyList<SaidAnswer> Faults { get; init; } = [];

    public static TakenSignals Of(ConnectWalk walk, FoundSignalsAnswer found)
    {
        ArgumentNullException.ThrowIfNull(walk);
        ArgumentNullException.ThrowIfNull(found);
        var (added, noRoom) = walk.Add(found.Signals);
        return new TakenSignals(added, found.Signals.Count - added - noRoom, found.LeftDetails, found.LeftCount, found.IsCut || noRoom > 0);
    }
}
