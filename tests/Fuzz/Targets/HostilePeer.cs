using System.Buffers;
using System.Threading.Channels;
using Jinan.IndustryBrain.Fuzz.Capture;
using Jinan.IndustryBrain.Fuzz.Mutation;
using Jinan.IndustryBrain.Fuzz.Running;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.Fuzz.Targets;

/// <summary>
/// The server's end of a stream, in memory: it opens a channel as it should, answers so many requests with captured responses
/// that it changed, and closes. Now and then its handshake is wrong as well.
/// </summary>
internal sealed class HostilePeer(FuzzRandom random, SentBytes sent, Mutator mutator, int answers) : AsyncStream
{
    readonly Channel<byte[]> _toClient = Channel.CreateUnbounded<byte[]>();
    readonly FrameBuffer _frames = new(65_535);
    readonly ChannelEnd _end = new(ChannelRole.Server, FuzzLimits.Transport, null, TimeProvider.System);
    readonly ServerOpening _opening = new(Conversations.ChannelId, TimeSpan.FromSeconds(10), TimeSpan.FromHours(1), TimeProvider.System);
    ReadOnlyMemory<byte> _reading;
    int _left = answers;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_frames)
        {
            while (buffer.Length > 0)
            {
                var space = _frames.FreeSpace();
                var count = Math.Min(space.Length, buffer.Length);
                buffer[..count].CopyTo(space);
                _frames.Advance(count);
                buffer = buffer[count..];
                while (_frames.TryTake(out var header, out var chunk)) Take(header, chunk);
            }
        }

        return ValueTask.CompletedTask;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_reading.Length == 0)
        {
            if (!await _toClient.Reader.WaitToReadAsync(cancellationToken)) return 0;
            if (_toClient.Reader.TryRead(out var next)) _reading = next;
        }

        return Take(ref _reading, buffer);
    }

    protected override void Dispose(bool disposing)
    {
        _toClient.Writer.TryComplete();
        base.Dispose(disposing);
    }

    void Take(ChunkHeader header, Memory<byte> chunk)
    {
        if (header.Type is MessageType.Hello)
        {
            var acknowledge = new ArrayBufferWriter<byte>();
            AcknowledgeMessage.From(FuzzLimits.Transport).Write(acknowledge);
            Send(acknowledge.WrittenSpan.ToArray(), changed: 3, isHandshake: true);
            return;
        }

        if (!_end.TryReceive(header, chunk, out var message)) return;
        switch (message.Type)
        {
            case MessageType.OpenSecureChannel:
                Send(_opening.Answer(_end, message).ToArray(), changed: 10, isHandshake: true);
                break;
            case MessageType.CloseSecureChannel:
                _toClient.Writer.TryComplete();
                break;
            default:
                Answer(message);
                break;
        }
    }

    void Answer(in IncomingMessage message)
    {
        if (_left == 0) return;
        var reader = new UaReader(message.Body.Span);
        // The id of a response's encoding is three more than its request's, for nearly all services.
        var responses = CapturedCorpus.Of(ServiceMessages.ReadEncodingId(ref reader) + 3);
        var body = responses.Count > 0 ? random.Of(responses) : [];
        if (random.Chance(80)) body = mutator.Mutate(body, random);
        using var buffer = new MessageBuffer();
        buffer.Write(body);
        if (random.Chance(5))
            Send(_end.SealAbort(message.RequestId, new StatusCode((uint)random.Next()), "why", buffer).ToArray(), changed: 50);
        else
            Send(_end.Seal(MessageType.Message, message.RequestId, buffer).ToArray(), changed: 15);
        if (--_left == 0) _toClient.Writer.TryComplete();
    }

    void Send(byte[] bytes, int changed, bool isHandshake = false)
    {
        var isChanged = random.Chance(changed);
        if (isChanged) bytes = mutator.Mutate(bytes, random);
        sent.Add(bytes);
        _toClient.Writer.TryWrite(bytes);
        // After a handshake that is wrong the client may wait for its time-out, and rightly; the end of the stream is quicker.
        if (isChanged && isHandshake) _toClient.Writer.TryComplete();
    }
}
