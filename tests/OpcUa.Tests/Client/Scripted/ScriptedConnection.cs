using System.Buffers;
using System.Net.Sockets;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client.Scripted;

/// <summary>One connection to the scripted server.</summary>
sealed class ScriptedConnection(ScriptedServer server, Socket socket) : IDisposable
{
    readonly Lock _sending = new();
    readonly NetworkStream _stream = new(socket, ownsSocket: true);
    ChannelEnd? _end;
    volatile bool _isOpen = true;

    public bool IsOpen => _isOpen;

    public async Task RunAsync()
    {
        using var frames = new FrameBuffer(65_535);
        ServerOpening? opening = null;
        try
        {
            while (true)
            {
                var received = await _stream.ReadAsync(frames.FreeSpace());
                if (received == 0) return;
                frames.Advance(received);
                while (frames.TryTake(out var header, out var chunk))
                {
                    if (server.IsFrozen) continue;
                    if (header.Type is MessageType.Hello)
                    {
                        Greet(HelloMessage.Parse(chunk.Span[ChunkHeader.Length..]));
                        opening = new ServerOpening(server.NewChannelId(), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), TimeProvider.System);
                    }
                    else if (_end!.TryReceive(header, chunk, out var message))
                    {
                        if (message.Type is MessageType.OpenSecureChannel) AnswerOpening(opening!, message);
                        else if (message.Type is MessageType.CloseSecureChannel) return;
                        else Answer(message);
                    }
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OpcUaException)
        {
            // The client went away, or the test cut the line.
        }
        finally
        {
            Dispose();
        }
    }

    public void Send(uint requestId, IServiceResponse response)
    {
        try
        {
            lock (_sending)
            {
                using var buffer = new MessageBuffer();
                var writer = new UaWriter(buffer);
                ServiceMessages.Encode(response, ref writer);
                writer.Flush();
                _stream.Write(_end!.Seal(MessageType.Message, requestId, buffer).Span);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        _isOpen = false;
        _stream.Dispose();
    }

    void AnswerOpening(ServerOpening opening, in IncomingMessage message)
    {
        if (server.IgnoresRenewals && _end!.Id != 0) return;
        server.CountToken();
        Write(opening.Answer(_end!, message));
    }

    void Answer(in IncomingMessage message)
    {
        var reader = new UaReader(message.Body.Span);
        var request = ServiceMessages.Decode(ref reader);
        if (server.Answer(this, message.RequestId, request) is { } response) Send(message.RequestId, response);
    }

    void Greet(HelloMessage hello)
    {
        var limits = new TransportLimits().AgreedWith(hello);
        _end = new ChannelEnd(ChannelRole.Server, limits, null, TimeProvider.System);
        var writer = new ArrayBufferWriter<byte>();
        AcknowledgeMessage.From(limits).Write(writer);
        Write(writer.WrittenMemory);
    }

    void Write(ReadOnlyMemory<byte> bytes)
    {
        lock (_sending) _stream.Write(bytes.Span);
    }
}
