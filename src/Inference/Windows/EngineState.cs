using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Inference.Windows;

/// <summary>What a window engine needs besides the frames after <paramref name="Position"/> to be as it was.</summary>
/// <param name="Signals">Definitions, each with the value in force.</param>
/// <param name="Alive">How far each connection was known to be complete at the position.</param>
/// <param name="Cursors">Where each model's windows on each asset go on.</param>
internal sealed record EngineState(
    FramePosition Position,
    IReadOnlyList<SavedSignal> Signals,
    IReadOnlyDictionary<string, long> Alive,
    IReadOnlyList<SavedCursor> Cursors)
{
    public static EngineState Empty { get; } = new(FramePosition.Start, [], new Dictionary<string, long>(), []);
}

internal sealed record SavedSignal(SignalDefinition Definition, Sample? Hold);

/// <param name="NeededFrom">Source time of the next window's start.</param>
/// <param name="ContextBefore">The context signal's value in force at that time; empty on a grid.</param>
internal sealed record SavedCursor(InstanceKey Key, long NeededFrom, string ContextBefore);
