using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Inference.Windows;

namespace Jinan.IndustryBrain.Inference.State;

/// <summary>The stored form of an <see cref="EngineState"/>.</summary>
/// <param name="Position"><c>epoch.sequence</c>.</param>
internal sealed record FactoryDocument(
    int Schema,
    string Position,
    IReadOnlyList<SignalDocument> Signals,
    IReadOnlyDictionary<string, long> Alive,
    IReadOnlyList<CursorDocument> Cursors)
{
    private const int CurrentSchema = 1;

    public static FactoryDocument Of(EngineState state) => new(
        CurrentSchema,
        state.Position.ToString(),
        [.. state.Signals.Select(s => new SignalDocument(s.Definition, s.Hold is { } hold ? HoldDocument.Of(hold) : null))],
        state.Alive,
        [.. state.Cursors.Select(c => new CursorDocument(c.Key.Asset, c.Key.Capsule, c.Key.Model, c.NeededFrom, c.ContextBefore))]);

    /// <exception cref="InvalidDataException">It was written by a version that is not known here.</exception>
    public EngineState ToState()
    {
        if (Schema != CurrentSchema || !FramePosition.TryParse(Position, out var position))
            throw new InvalidDataException(
                $"The saved state has schema {Schema} and position '{Position}'; schema {CurrentSchema} is read. Run the version that wrote it, or delete the key.");
        return new EngineState(
            position,
            [.. Signals.Select(s => new SavedSignal(s.Definition, s.Hold?.ToSample()))],
            Alive,
            [.. Cursors.Select(c => new SavedCursor(new InstanceKey(c.Asset, c.Capsule, c.Model), c.NeededFrom, c.ContextBefore))]);
    }
}

internal sealed record SignalDocument(SignalDefinition Definition, HoldDocument? Hold);

/// <param name="Number">Null stands for NaN, which JSON does not have.</param>
/// <param name="IsHistory">Absent in what older versions wrote, as is the offset: a value that came live.</param>
internal sealed record HoldDocument(
    long Time, double? Number, string? Text, uint Status, long Received, bool IsGap, bool IsHistory = false, long ClockOffset = 0)
{
    public static HoldDocument Of(Sample sample) => new(
        sample.Time, double.IsNaN(sample.Number) ? null : sample.Number, sample.Text, sample.Status, sample.Received, sample.IsGap,
        sample.IsHistory, sample.ClockOffset);

    public Sample ToSample() => new(Time, Number ?? double.NaN, Text, Status, Received, FramePosition.Start, IsGap, IsHistory, ClockOffset);
}

internal sealed record CursorDocument(string Asset, string Capsule, string Model, long NeededFrom, string ContextBefore);
