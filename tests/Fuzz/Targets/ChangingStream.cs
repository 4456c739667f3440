using Jinan.IndustryBrain.Fuzz.Running;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.Fuzz.Targets;

/// <summary>A stream whose received chunks pass through somebody's hands.</summary>
internal sealed class ChangingStream(Stream inner, Func<byte[], byte[]> change) : AsyncStream
{
    readonly FrameBuffer _frames = new(1 << 17);
    ReadOnlyMemory<byte> _reading;

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

        return Take(ref _reading, buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
