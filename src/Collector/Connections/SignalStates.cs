using Jinan.IndustryBrain.Collector.State;
using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Collector.Connections;

/// <summary>What the rows of a connection's signals are told by. The position is the signal's. Not thread-safe.</summary>
internal sealed class SignalStates
{
    public SignalStates(SignalDefinition[] items, FactoryMemory memory)
    {
        Items = items;
        AwaitsFirst = [.. items.Select(_ => true)];
        Last = [.. items.Select(item => memory.ValueOf(item.Id))];
        FilledThrough = [.. items.Select(item => memory.FilledThrough(item.Id))];
    }

    public SignalDefinition[] Items { get; }

    /// <summary>The newest row stored.</summary>
    public StoredValue[] Last { get; }

    /// <summary>Whether no value has come since the item was created.</summary>
    public bool[] AwaitsFirst { get; }

    /// <summary>Time of the last row that came from history; the smallest number where none did.</summary>
    public long[] FilledThrough { get; }
}
