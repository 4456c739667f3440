using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.Fuzz.Targets;

/// <summary>A stream whose received chunks pass through somebody's hands.</summary>
internal sealed class ChangingStream(Stream inner, Func<byte[], byte[]> change) : Stream
{
    readonly FrameBuffer _frames = new(1 << 17);
    ReadOnlyMemory<byte> _reading;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotImplementedException();

    public override long Position
    {
        get => throw new NotImplementedException();
        set => throw new NotImplementedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_reading.Length == 0)
        {
            if (_frames.TryTake(out _, out var chunk))
            {
                _reading = change(chunk.ToArray());
                continue;
            }

            var received = await inner.ReadAsync(_frames.FreeSpace(), cancellationToken);
            if (received == 0) return 0;
            _frames.Advance(received);
        }

        var count = Math.Min(buffer.Length, _reading.Length);
        _reading[..count].CopyTo(buffer);
        _reading = _reading[count..];
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotImplementedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotImplementedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotImplementedException();

    public override void SetLength(long value) => throw new NotImplementedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
