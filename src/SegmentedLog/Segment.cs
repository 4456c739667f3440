namespace Jinan.IndustryBrain.DurableLog;

/// <summary>
/// One file of the log. Its handle is open while it is the active segment or somebody reads it, so that a log with
/// many sealed segments holds few handles. All fields are guarded by the log's gate.
/// </summary>
internal sealed class Segment(string path, SegmentHeader header)
{
    private ILogFile? _file;
    private int _users;

    public string Path { get; } = path;

    /// <summary>The sequence of the first record.</summary>
    public long First => header.FirstSequence;

    /// <summary>The epoch of its records.</summary>
    public long Epoch => header.Epoch;

    /// <inheritdoc cref="SegmentHeader.Continues"/>
    public uint Continues => header.Continues;

    /// <summary>The last durable record; <c>First - 1</c> when there is none.</summary>
    public long Last { get; set; } = header.FirstSequence - 1;

    /// <summary>Bytes up to the end of <see cref="Last"/>; for a sealed segment the length of the file.</summary>
    public long End { get; set; } = SegmentHeader.Size;

    /// <summary>The file of the active segment, which the log itself keeps open.</summary>
    public ILogFile OpenFile => _file ?? throw new InvalidOperationException($"'{Path}' is not open.");

    public static string NameOf(long first) => $"{first:D20}.segment";

    public static bool TryParseName(string name, out long first)
    {
        first = 0;
        return name.Length == 28 && name.EndsWith(".segment", StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(0, 20), System.Globalization.NumberStyles.None, null, out first);
    }

    public void Adopt(ILogFile file)
    {
        _file = file;
        _users++;
    }

    public ILogFile Use(ILogStorage storage)
    {
        _file ??= storage.Open(Path);
        _users++;
        return _file;
    }

    public void Leave()
    {
        if (--_users > 0)
            return;
        _file?.Dispose();
        _file = null;
    }
}
