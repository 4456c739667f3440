using Microsoft.Win32.SafeHandles;

namespace Jinan.IndustryBrain.DurableLog;

/// <summary>The file system of this machine.</summary>
public sealed class FileLogStorage : ILogStorage
{
    /// <summary>The one instance; it has no state.</summary>
    public static FileLogStorage Instance { get; } = new();

    private FileLogStorage()
    {
    }

    /// <inheritdoc/>
    public void CreateDirectory(string path)
    {
        path = Path.GetFullPath(path);
        if (Directory.Exists(path))
            return;
        var parent = Path.GetDirectoryName(path);
        if (parent is not null)
            CreateDirectory(parent);
        Directory.CreateDirectory(path);
        if (parent is not null)
            DirectorySync.Sync(parent);
    }

    /// <inheritdoc/>
    public IDisposable LockDirectory(string path) =>
        // FileShare.None is flock(LOCK_EX) on Unix: the kernel lets go of it however the process ends.
        File.OpenHandle(Path.Join(path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    /// <inheritdoc/>
    public IReadOnlyList<string> ListFiles(string directory) =>
        [.. Directory.EnumerateFiles(directory).Select(path => Path.GetFileName(path))];

    /// <inheritdoc/>
    public ILogFile Create(string path) => new OpenFile(path, FileMode.Create);

    /// <inheritdoc/>
    public ILogFile Open(string path) => new OpenFile(path, FileMode.Open);

    /// <inheritdoc/>
    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    /// <inheritdoc/>
    public void Delete(string path) => File.Delete(path);

    /// <inheritdoc/>
    public void SyncDirectory(string directory) => DirectorySync.Sync(directory);

    private sealed class OpenFile(string path, FileMode mode) : ILogFile
    {
        private readonly SafeFileHandle _handle = File.OpenHandle(
            path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

        public long Length => RandomAccess.GetLength(_handle);

        public int Read(long offset, Span<byte> buffer) => RandomAccess.Read(_handle, buffer, offset);

        public void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(_handle, bytes, offset);

        public void SetLength(long length) => RandomAccess.SetLength(_handle, length);

        public void Sync() => RandomAccess.FlushToDisk(_handle);

        public void Dispose() => _handle.Dispose();
    }
}
