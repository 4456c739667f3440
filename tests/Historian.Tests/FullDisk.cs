using Jinan.IndustryBrain.DurableLog;

namespace Jinan.IndustryBrain.Historian.Tests;

/// <summary>The real disk, which can be made to refuse every write as a full one does.</summary>
internal sealed class FullDisk : ILogStorage
{
    // As the system tells it on Linux.
    private const int Enospc = 28;

    private static readonly FileLogStorage Disk = FileLogStorage.Instance;
    private volatile bool _isFull;

    public bool IsFull
    {
        get => _isFull;
        set => _isFull = value;
    }

    public void CreateDirectory(string path) => Disk.CreateDirectory(path);

    public IDisposable LockDirectory(string path) => Disk.LockDirectory(path);

    public IReadOnlyList<string> ListFiles(string directory) => Disk.ListFiles(directory);

    public ILogFile Create(string path) => new Wrapped(this, Disk.Create(path));

    public ILogFile Open(string path) => new Wrapped(this, Disk.Open(path));

    public void Rename(string from, string to) => Disk.Rename(from, to);

    public void Delete(string path) => Disk.Delete(path);

    public void SyncDirectory(string directory) => Disk.SyncDirectory(directory);

    private sealed class Wrapped(FullDisk disk, ILogFile file) : ILogFile
    {
        public long Length => file.Length;

        public int Read(long offset, Span<byte> buffer) => file.Read(offset, buffer);

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            if (disk.IsFull)
                throw new IOException("No space left on device", Enospc);
            file.Write(offset, bytes);
        }

        public void SetLength(long length) => file.SetLength(length);

        public void Sync() => file.Sync();

        public void Dispose() => file.Dispose();
    }
}
