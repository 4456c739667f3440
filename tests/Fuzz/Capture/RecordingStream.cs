using Jinan.IndustryBrain.Fuzz.Running;

namespace Jinan.IndustryBrain.Fuzz.Capture;

/// <summary>A stream that keeps a copy of what passes through it.</summary>
internal sealed class RecordingStream(Stream inner) : AsyncStream
{
    readonly MemoryStream _sent = new();
    readonly MemoryStream _received = new();

    public byte[] Sent
    {
        get
        {
            lock (_sent) return _sent.ToArray();
        }
    }

    public byte[] Received
    {
        get
        {
            lock (_received) return _received.ToArray();
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var received = await inner.ReadAsync(buffer, cancellationToken);
        lock (_received) _received.Write(buffer.Span[..received]);
        return received;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_sent) _sent.Write(buffer.Span);
        return inner.WriteAsync(buffer, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
