using Jinan.IndustryBrain.Collector.State;
using Jinan.IndustryBrain.Contracts.Frames;
using StatusCodes = Jinan.IndustryBrain.OpcUa.Encoding.StatusCodes;

namespace Jinan.IndustryBrain.Collector.Connections;

/// <summary>
/// What the rows of a connection's signals are told by. The position is the signal's. Not thread-safe, but for what reports read.
/// </summary>
internal sealed class SignalStates
{
    /// <summary>In place of a time: no value was ever stored.</summary>
    public const long NeverSeen = long.MinValue;

    private readonly long[] _changedAt;
    private readonly long[] _repeats;

    public SignalStates(SignalDefinition[] items, FactoryMemory memory)
    {
        Items = items;
        AwaitsFirst = [.. items.Select(_ => true)];
        Last = [.. items.Select(item => memory.ValueOf(item.Id))];
        FilledThrough = [.. items.Select(item => memory.FilledThrough(item.Id))];
        _changedAt = [.. Last.Select(value => IsNothing(value) ? NeverSeen : value.Time)];
        _repeats = new long[items.Length];
    }

    public SignalDefinition[] Items { get; }

    /// <summary>The newest row stored.</summary>
    public StoredValue[] Last { get; }

    /// <summary>Since when the value of a signal is as it is, Unix nanoseconds; <see cref="NeverSeen"/> where there is none. From any thread.</summary>
    public long ChangedAt(int index) => Volatile.Read(ref _changedAt[index]);

    /// <summary>How often a value came again that was stored already. From any thread.</summary>
    public long RepeatsOf(int index) => Volatile.Read(ref _repeats[index]);

    /// <summary>Notes a row that is stored.</summary>
    public void Take(int index, in StoredValue value, long receivedTime)
    {
        var before = Last[index];
        if (!IsNothing(value) && (before.Kind != value.Kind || before.Bits != value.Bits || before.Status != value.Status))
            Volatile.Write(ref _changedAt[index], value.Time > 0 ? Math.Min(value.Time, receivedTime) : receivedTime);
        Last[index] = value;
    }

    /// <summary>Notes a value that is not stored, because it is the one before.</summary>
    public void Repeat(int index) => Volatile.Write(ref _repeats[index], _repeats[index] + 1);

    /// <summary>Whether no value has come since the item was created.</summary>
    public bool[] AwaitsFirst { get; }

    /// <summary>Time of the last row that came from history; the smallest number where none did.</summary>
    public long[] FilledThrough { get; }

    // That a server waits for a first value itself is no value.
    private static bool IsNothing(in StoredValue value) =>
        value.Kind == StoredKind.Nothing || (value.Kind == StoredKind.Null && value.Status == StatusCodes.BadWaitingForInitialData.Code);
}
