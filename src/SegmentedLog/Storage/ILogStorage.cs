namespace Jinan.IndustryBrain.DurableLog;

/// <summary>
/// What the log asks of a file system, and nothing more, so that a test can stand in for one that loses
/// everything that was not synced. Paths are those that the log was given, joined with <c>/</c>-free names.
/// Failures are <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>. Thread-safe.
/// </summary>
public interface ILogStorage
{
    /// <summary>Makes a directory with its parents, and its entry durable. Does nothing when it exists.</summary>
    void CreateDirectory(string path);

    /// <summary>Takes the directory for one writer until the result is disposed or the process ends.</summary>
    /// <exception cref="IOException">Somebody else holds it.</exception>
    IDisposable LockDirectory(string path);

    /// <summary>The names (without directory) of the files in a directory, in any order.</summary>
    IReadOnlyList<string> ListFiles(string directory);

    /// <summary>Makes an empty file for reading and writing; one of that name is replaced.</summary>
    ILogFile Create(string path);

    /// <summary>Opens a file for reading and writing.</summary>
    ILogFile Open(string path);

    /// <summary>Renames a file within its directory, replacing the target in one step.</summary>
    void Rename(string from, string to);

    /// <summary>Removes a file; those who have it open can go on reading.</summary>
    void Delete(string path);

    /// <summary>Makes creations, renames and deletions in a directory durable.</summary>
    void SyncDirectory(string directory);
}

/// <summary>An open file. Reads may run beside each other and beside one writer.</summary>
public interface ILogFile : IDisposable
{
    /// <summary>Length in bytes.</summary>
    long Length { get; }

    /// <summary>Reads up to the length of <paramref name="buffer"/>; 0 only at the end of the file.</summary>
    int Read(long offset, Span<byte> buffer);

    /// <summary>Writes all of <paramref name="bytes"/> at a position.</summary>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Cuts or extends the file.</summary>
    void SetLength(long length);

    /// <summary>Returns when bytes and length are on the medium.</summary>
    void Sync();
}
