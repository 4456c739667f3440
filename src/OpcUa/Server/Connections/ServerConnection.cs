using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>
/// One client's TCP connection with its secure channel: one loop that receives and handles requests in order, one that sends.
/// </summary>
/// <remarks>
/// Only the sending loop seals and writes, so that chunks reach the socket in the order of their sequence numbers. Whoever
/// answers (the receiving loop, or the publishing timer) hands a message over and never waits for a slow reader.
/// </remarks>
internal sealed class ServerConnection : IDisposable
{
    /// <summary>Bytes of answers that may wait for the socket before no further request is read.</summary>
    private const int MaxWaitingBytes = 8 * 1024 * 1024;

    /// <summary>
    /// Longest message of a client without a session: whoever has not said who it is may not make the server keep megabytes.
    /// CreateSession and ActivateSession with certificate chains and tokens are far below.
    /// </summary>
    private const int MaxBytesWithoutSession = 256 * 1024;

    /// <summary>What an answer counts besides its body.</summary>
    private const int AnswerOverhead = 256;

    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(30);

    private readonly Socket _socket;
    private readonly ServerSecurity _serverSecurity;
    private readonly IRequestHandler _requests;
    private readonly OpcUaServerOptions _options;
    private readonly ServerClock _clock;
    private readonly ServerMetrics _metrics;
    private readonly RefusedPeers _refused;
    private readonly uint _channelId;
    private readonly Channel<Outgoing> _outgoing = Channel.CreateUnbounded<Outgoing>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _room = new(0); // a permit too many only lets the receiving loop look once more
    private int _waiting;
    private int _closed;
    private int _sessions;
    private long _sendingSince;
    private bool _hasShakenHands;
    private bool _isOpen;
    private ConnectionSecurity _security = ConnectionSecurity.None;

    public ServerConnection(
        Socket socket,
        uint channelId,
        ServerSecurity serverSecurity,
        IRequestHandler requests,
        OpcUaServerOptions options,
        ServerClock clock,
        ServerMetrics metrics,
        RefusedPeers refused)
    {
        _serverSecurity = serverSecurity;
        _socket = socket;
        _channelId = channelId;
        _requests = requests;
        _options = options;
        _clock = clock;
        _metrics = metrics;
        _refused = refused;
        Remote = RemoteOf(socket);
        Source = Remote is null ? null : RemoteSource.Of(Remote.Address);
        Since = clock.Timestamp;
    }

    /// <summary>A response to seal and send, or the request of an opening whose response the sending loop makes itself.</summary>
    private readonly record struct Outgoing(uint RequestId, MessageBuffer? Message, IncomingMessage Opening)
    {
        public int Weight { get; } = AnswerOverhead + (Message?.BodyLength ?? Opening.Body.Length);
    }

    /// <summary>Timestamp of the connection's start, or of its latest step towards a session.</summary>
    public long Since { get; private set; }

    /// <summary>Where the client is; null where it left at once.</summary>
    public IPEndPoint? Remote { get; }

    /// <summary>Whom limits an address are kept for; null where the client left at once.</summary>
    public IPAddress? Source { get; }

    /// <summary>What the channel was opened with.</summary>
    public ConnectionSecurity Security => Volatile.Read(ref _security);

    /// <summary>At least one session is bound to this channel.</summary>
    public bool HasSession => Volatile.Read(ref _sessions) > 0;

    public bool IsClosed => Volatile.Read(ref _closed) != 0;

    /// <summary>Serves the connection until either side ends it.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var sending = Task.CompletedTask;
        // Not by using: the keys are needed until the sending loop has ended as well.
        ChannelEnd? channel = null;
        try
        {
            // Waits without a buffer: a connection that never sends anything costs no memory.
            await _socket.ReceiveAsync(Memory<byte>.Empty, cancel);
            using var frames = new FrameBuffer(_options.Transport.ReceiveBufferSize);
            var limits = await ShakeHandsAsync(frames, cancel);
            channel = new ChannelEnd(ChannelRole.Server, limits, null, _clock.Time, acceptance: _serverSecurity.At(Remote));
            sending = SendAllAsync(channel, cancel);
            await ReceiveAllAsync(frames, channel, cancel);
            _outgoing.Writer.TryComplete();
            await sending;
        }
        catch (OpcUaException fault)
        {
            Refused(fault);
            _outgoing.Writer.TryComplete();
            await EndQuietlyAsync(sending);
            await SendErrorAsync(fault, cancel);
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The client left, or the server stops: sessions and subscriptions wait for their time-outs.
        }
        finally
        {
            Close();
            await EndQuietlyAsync(sending);
            DropOutgoing();
            channel?.Dispose();
        }
    }

    /// <summary>A session uses the channel from here on.</summary>
    public void AddSession() => Interlocked.Increment(ref _sessions);

    /// <summary>A session has ended or moved to another channel. The client has time to make another.</summary>
    public void RemoveSession()
    {
        Since = _clock.Timestamp;
        Interlocked.Decrement(ref _sessions);
    }

    /// <summary>Hands over a response; the connection owns it from here on.</summary>
    public void Send(uint requestId, MessageBuffer message) => Enqueue(new Outgoing(requestId, message, default));

    public void SendFault(uint requestId, uint requestHandle, StatusCode status) =>
        Send(requestId, ResponseWriter.Fault(requestHandle, status, _clock.UtcNow));

    /// <summary>Ends the connection where it has taken too long for its handshake, or the client has stopped reading.</summary>
    /// <returns>True where it was ended.</returns>
    public bool EndIfStuck(long now)
    {
        var sendingSince = Volatile.Read(ref _sendingSince);
        var handshakeOver = !HasSession && now - Since > _clock.TicksOf(_options.Limits.HandshakeTimeout);
        if (!handshakeOver && (sendingSince == 0 || now - sendingSince < _clock.TicksOf(SendTimeout)))
            return false;
        Refused(StatusCodes.BadTimeout, handshakeOver ? $"No session within {_options.Limits.HandshakeTimeout}." : $"The client took nothing for {SendTimeout}.");
        Close();
        return true;
    }

    /// <summary>The connection is being ended for what the client did.</summary>
    public void Refused(StatusCode status, string reason)
    {
        _metrics.ConnectionRejected();
        RefusedRequest(status, reason);
    }

    /// <summary>A request was refused for what it asked; the connection goes on.</summary>
    public void RefusedRequest(StatusCode status, string reason) => _refused.Add(Remote?.Address, status, reason);

    public static IPEndPoint? RemoteOf(Socket socket)
    {
        try
        {
            return socket.RemoteEndPoint as IPEndPoint;
        }
        catch (SocketException)
        {
            return null; // gone already
        }
    }

    public void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;
        _outgoing.Writer.TryComplete();
        _socket.Dispose();
        _room.Release(); // lets go of a receiving loop that waits for room
    }

    /// <summary>As <see cref="Close"/>: others may still hold the connection, and ask it to send or to close, after its end.</summary>
    public void Dispose() => Close();

    private async Task<TransportLimits> ShakeHandsAsync(FrameBuffer frames, CancellationToken cancel)
    {
        ChunkHeader header;
        Memory<byte> chunk;
        while (!frames.TryTake(out header, out chunk))
            await FillAsync(frames, cancel);
        if (header.Type is not MessageType.Hello)
            TransportFault.Unexpected(header.Type, "a hello");
        var hello = HelloMessage.Parse(chunk.Span[ChunkHeader.Length..]);
        var limits = _options.Transport.AgreedWith(hello);
        frames.LimitChunkSize(limits.ReceiveBufferSize);
        var answer = new System.Buffers.ArrayBufferWriter<byte>(32);
        AcknowledgeMessage.From(limits).Write(answer);
        await SendBytesAsync(answer.WrittenMemory, cancel);
        _hasShakenHands = true;
        return limits;
    }

    private async Task ReceiveAllAsync(FrameBuffer frames, ChannelEnd channel, CancellationToken cancel)
    {
        var open = 0; // bytes of a message that is not complete
        while (true)
        {
            while (frames.TryTake(out var header, out var chunk))
            {
                open = header.Kind is ChunkKind.Intermediate ? open + header.Size : 0;
                if (open > MaxBytesWithoutSession && !HasSession)
                    TransportFault.MessageTooLarge(open / header.Size, open, _options.Transport with { MaxMessageSize = MaxBytesWithoutSession });
                if (!channel.TryReceive(header, chunk, out var message))
                    continue;
                if (message.Type is MessageType.CloseSecureChannel)
                    return;
                if (message.Type is MessageType.OpenSecureChannel)
                    Enqueue(new Outgoing(message.RequestId, null, message with { Body = message.Body.ToArray() }));
                else if (message.Abort is null)
                    _requests.Handle(this, message.RequestId, message.Body.Span);
                if (Volatile.Read(ref _waiting) > MaxWaitingBytes)
                    await _room.WaitAsync(cancel);
            }

            if (!await FillAsync(frames, cancel))
                return;
        }
    }

    private async Task<bool> FillAsync(FrameBuffer frames, CancellationToken cancel)
    {
        var received = await _socket.ReceiveAsync(frames.FreeSpace(), cancel);
        frames.Advance(received);
        if (received == 0 && !_hasShakenHands)
            throw new IOException("The client left before its hello.");
        return received > 0;
    }

    private void Enqueue(in Outgoing outgoing)
    {
        Interlocked.Add(ref _waiting, outgoing.Weight);
        if (!_outgoing.Writer.TryWrite(outgoing))
            outgoing.Message?.Dispose();
    }

    private async Task SendAllAsync(ChannelEnd channel, CancellationToken cancel)
    {
        var opening = new ServerOpening(
            _channelId, _options.Limits.MinTokenLifetime, _options.Limits.MaxTokenLifetime, _clock.Time, _serverSecurity.Offers);
        try
        {
            await foreach (var outgoing in _outgoing.Reader.ReadAllAsync(cancel))
            {
                var (requestId, message, request) = outgoing;
                using (message)
                    await SendBytesAsync(message is null ? Answer(opening, channel, request) : Seal(channel, requestId, message), cancel);
                if (message is null && !_isOpen)
                {
                    _isOpen = true;
                    Since = _clock.Timestamp; // the session has its own time to come
                }

                var left = Interlocked.Add(ref _waiting, -outgoing.Weight);
                if (left <= MaxWaitingBytes && left + outgoing.Weight > MaxWaitingBytes)
                    _room.Release();
            }
        }
        catch (OpcUaException refused)
        {
            Refused(refused);
            await SendErrorAsync(refused, cancel);
            Close();
        }
        catch
        {
            // Whatever ended the sending ends the receiving too.
            Close();
            throw;
        }
    }

    // Written before the client has the token that its first request needs, so that every request finds it.
    private ReadOnlyMemory<byte> Answer(ServerOpening opening, ChannelEnd channel, in IncomingMessage request)
    {
        var answer = opening.Answer(channel, request);
        Volatile.Write(ref _security, ConnectionSecurity.Of(channel));
        return answer;
    }

    // The peer is told less than the host: which check of a secured channel failed is in the inner exception.
    private void Refused(OpcUaException fault)
    {
        var told = fault.InnerException as OpcUaException ?? fault;
        Refused(told.StatusCode, told.Message);
    }

    private static ReadOnlyMemory<byte> Seal(ChannelEnd channel, uint requestId, MessageBuffer message)
    {
        try
        {
            return channel.Seal(MessageType.Message, requestId, message);
        }
        catch (OpcUaException tooLarge) when (tooLarge.StatusCode == StatusCodes.BadTcpMessageTooLarge)
        {
            // The client said that it does not take messages this long; it is told so instead.
            return channel.SealAbort(requestId, StatusCodes.BadResponseTooLarge, tooLarge.Message, message);
        }
    }

    private async ValueTask SendBytesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        Volatile.Write(ref _sendingSince, _clock.Timestamp);
        while (bytes.Length > 0)
            bytes = bytes[await _socket.SendAsync(bytes, cancel)..];
        Volatile.Write(ref _sendingSince, 0);
    }

    // The peer learns why before the connection is closed (OPC 10000-6, 7.1.2.5); if it does not listen, so be it.
    private async Task SendErrorAsync(OpcUaException fault, CancellationToken cancel)
    {
        try
        {
            var message = new System.Buffers.ArrayBufferWriter<byte>();
            new ErrorMessage(fault.StatusCode.Code, fault.Message).Write(message);
            await SendBytesAsync(message.WrittenMemory, cancel);
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Gone already.
        }
    }

    private static async Task EndQuietlyAsync(Task sending)
    {
        try
        {
            await sending;
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or OperationCanceledException or OpcUaException)
        {
            // The receiving loop reports why the connection ended.
        }
    }

    private void DropOutgoing()
    {
        while (_outgoing.Reader.TryRead(out var outgoing))
            outgoing.Message?.Dispose();
    }
}
