namespace Jinan.IndustryBrain.Inference.Windows;

/// <summary>A window that is over: [From, To) in Unix ns.</summary>
/// <param name="Context">Name of the batch, wafer or cycle; null on a grid.</param>
/// <param name="IsTooLong">The context went on beyond what its model takes; the span ends there.</param>
internal readonly record struct WindowSpan(long From, long To, string? Context = null, bool IsTooLong = false);

/// <summary>Where a model's windows on an asset stand; with the values since <see cref="NeededFrom"/> it can be rebuilt.</summary>
internal interface IWindowCursor
{
    /// <summary>Values from here on are needed for windows that are still to come.</summary>
    long NeededFrom { get; }

    /// <summary>The value of a context signal in force at <see cref="NeededFrom"/>; null on a grid.</summary>
    string? ContextBefore { get; }

    /// <summary>No window is open: another version of the model may take over here.</summary>
    bool IsAtBoundary { get; }

    /// <summary>Tells the windows that are over now that everything before <paramref name="watermark"/> is known.</summary>
    /// <param name="context">Values of the context signal; empty on a grid.</param>
    void Advance(long watermark, ReadOnlySpan<Sample> context, List<WindowSpan> closed);
}
