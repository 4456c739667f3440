using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Collector.Publishing;

/// <summary>A frame of one connection while it is filled; used again and again. Not thread-safe.</summary>
/// <param name="connection">The id of the connection.</param>
/// <param name="aliveThrough">Unix nanoseconds.</param>
internal sealed class FrameDraft(string connection, long aliveThrough)
{
    /// <summary>Definitions of a frame of their own.</summary>
    public const int MaxDefinitions = 300;

    /// <summary>Filling stops here: one row more, of the longest text, and the header still fit into a frame.</summary>
    private const int FullBytes = 160 << 10;

    /// <summary>What a definition takes at most: its names are limited by the configuration.</summary>
    private const int DefinitionBytes = 512;

    public string Connection { get; } = connection;

    public FrameColumns Columns { get; } = new();

    public List<NotificationMark> Marks { get; } = [];

    public List<SignalDefinition> Definitions { get; } = [];

    /// <summary>Grows only.</summary>
    public long AliveThrough { get; set; } = aliveThrough;

    public long ClockOffsetNs { get; set; }

    public bool IsFull => Columns.Bytes + (Definitions.Count * DefinitionBytes) >= FullBytes;

    /// <summary>Forgets rows, marks and definitions; alive-through stays.</summary>
    public void Clear()
    {
        Columns.Clear();
        Marks.Clear();
        Definitions.Clear();
    }
}
