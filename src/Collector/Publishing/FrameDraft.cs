using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Collector.Publishing;

/// <summary>A frame of one connection while it is filled; used again and again. Not thread-safe.</summary>
/// <param name="connection">The id of the connection.</param>
/// <param name="aliveThrough">Unix nanoseconds.</param>
internal sealed class FrameDraft(string connection, long aliveThrough)
{
    /// <summary>Rows stop here, so that header and definitions fit beside them in a frame.</summary>
    public const int MaxRowBytes = 160 << 10;

    /// <summary>A definition takes some 200 bytes.</summary>
    public const int MaxDefinitions = 300;

    public string Connection { get; } = connection;

    public FrameColumns Columns { get; } = new();

    public List<NotificationMark> Marks { get; } = [];

    public List<SignalDefinition> Definitions { get; } = [];

    /// <summary>Grows only.</summary>
    public long AliveThrough { get; set; } = aliveThrough;

    public long ClockOffsetNs { get; set; }

    public bool IsFull => Columns.Bytes >= MaxRowBytes || Definitions.Count >= MaxDefinitions;

    /// <summary>Forgets rows, marks and definitions; alive-through stays.</summary>
    public void Clear()
    {
        Columns.Clear();
        Marks.Clear();
        Definitions.Clear();
    }
}
