using Jinan.IndustryBrain.DurableLog;

namespace Jinan.IndustryBrain.Collector.Tests.Publishing;

/// <summary>The file system, on a disk that can be filled and emptied.</summary>
internal sealed class RefusingStorage : ILogStorage
{
    // As the system tells it on Linux.
    private const int Enospc = 28;

    private readonly FileLogStorage _inner = FileLogStorage.Instance;

    public bool IsFull { get; set; }

    public void CreateDirectory(string path) => _inner.CreateDirectory(path);

    public IDisposable LockDirectory(string path) => _inner.LockDirectory(path);

    public IReadOnlyList<string> ListFiles(string directory) => _inner.ListFiles(directory);

    public ILogFile Create(string path)
    {
        ThrowIfFull();
        return new File(this, _inner.Create(path));
    }

    public ILogFile Open(string path) => new File(this, _inner.Open(path));

    public void Rename(string from, string to) => _inner.Rename(from, to);

    public void Delete(string path) => _inner.Delete(path);

    public void SyncDirectory(string directory) => _inner.SyncDirectory(directory);

    private void ThrowIfFull()
    {
        if (IsFull)
            throw new IOException("No space left on device", Enospc);
    }

    private sealed class File(RefusingStorage storage, ILogFile inner) : ILogFile
    {
        public long Length => inner.Length;

        public int Read(long offset, Span<byte> buffer) => inner.Read(offset, buffer);

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            storage.ThrowIfFull();
            inner.Write(offset, bytes);
        }

        public void SetLength(long length) => inner.SetLength(length);

        public void Sync()
        {
            storage.ThrowIfFull();
            inner.Sync();
        }

        public void Dispose() => inner.Dispose();
    }
}
