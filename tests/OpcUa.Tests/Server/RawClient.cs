using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Tests.Server;

/// <summary>How a <see cref="RawClient"/> opens a secured channel.</summary>
internal sealed record RawSecurity(RsaPolicy Policy, MessageSecurityMode Mode, ApplicationCertificate Ours, ApplicationCertificate Server);

/// <summary>
/// A client that sends exactly the requests a test wants, one channel, no recovery: what the product's client would never send
/// can be sent too.
/// </summary>
internal sealed class RawClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _socket;
    private readonly FrameBuffer _frames = new(65_535);
    private readonly ChannelEnd _channel;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<uint, TaskCompletionSource<IServiceMessage>> _pending = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _receiving = Task.CompletedTask;
    private uint _lastRequestId;
    private Exception? _lost;

    private delegate void WriteBody(ref UaWriter writer);

    private readonly MessageSecurityMode _mode;

    private RawClient(Socket socket, TransportLimits limits, RawSecurity? security)
    {
        _socket = socket;
        _mode = security?.Mode ?? MessageSecurityMode.None;
        _channel = security is null
            ? new ChannelEnd(ChannelRole.Client, limits, NoSecurity.Instance, TimeProvider.System)
            : new ChannelEnd(
                ChannelRole.Client, limits, security.Policy, TimeProvider.System, ChannelCertificates.Between(security.Ours, security.Server.Chain));
    }

    /// <summary>What names the session in requests.</summary>
    public NodeId Token { get; set; }

    public NodeId SessionId { get; private set; }

    /// <summary>The newest response as it came, without chunks.</summary>
    public byte[] LastBody { get; private set; } = [];

    /// <summary>Opens a channel.</summary>
    public static async Task<RawClient> OpenAsync(OpcUaServer server, RawSecurity? security = null, IPAddress? from = null)
    {
        var socket = new Socket(server.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (from is not null)
            socket.Bind(new IPEndPoint(from, 0));
        using var timeout = new CancellationTokenSource(Patience);
        await socket.ConnectAsync(server.EndPoint, timeout.Token);
        var limits = new TransportLimits();
        var client = new RawClient(socket, limits, security);
        var hello = new ArrayBufferWriter<byte>();
        HelloMessage.From(limits, server.EndpointUrl).Write(hello);
        await socket.SendAsync(hello.WrittenMemory, timeout.Token);
        var (header, _) = await client.TakeAsync(timeout.Token);
        Assert.Equal(MessageType.Acknowledge, header.Type);
        await client.OpenChannelAsync(SecurityTokenRequestType.Issue, timeout.Token);
        client._receiving = client.ReceiveAsync();
        return client;
    }

    /// <summary>Opens a channel with an activated session.</summary>
    public static async Task<RawClient> ConnectAsync(OpcUaServer server, string? user = null, string? password = null, IPAddress? from = null)
    {
        var client = await OpenAsync(server, from: from);
        var created = await client.AskAsync<CreateSessionResponse>(new CreateSessionRequest { EndpointUrl = server.EndpointUrl, RequestedSessionTimeout = 60_000 });
        client.Token = created.AuthenticationToken;
        client.SessionId = created.SessionId;
        await client.ActivateAsync(user, password);
        return client;
    }

    public Task<ActivateSessionResponse> ActivateAsync(string? user = null, string? password = null) => AskAsync<ActivateSessionResponse>(new ActivateSessionRequest
    {
        UserIdentityToken = user is null
            ? new AnonymousIdentityToken { PolicyId = "anonymous" }.ToExtensionObject()
            : new UserNameIdentityToken { PolicyId = "username", UserName = user, Password = System.Text.Encoding.UTF8.GetBytes(password ?? "") }.ToExtensionObject(),
    });

    /// <summary>Sends a request; the answer comes whenever the server gives it.</summary>
    public Task<IServiceMessage> SendAsync(IServiceRequest request)
    {
        request.RequestHeader = request.RequestHeader with { AuthenticationToken = Token, RequestHandle = _lastRequestId + 1, Timestamp = DateTime.UtcNow };
        return SendBodyAsync((ref UaWriter writer) => ServiceMessages.Encode(request, ref writer));
    }

    /// <summary>Sends bytes as the body of a message.</summary>
    public Task<IServiceMessage> SendBytesAsync(byte[] body) => SendBodyAsync((ref UaWriter writer) => writer.WriteBytes(body));

    /// <summary>Sends a request and waits for its response; a fault is thrown.</summary>
    public async Task<T> AskAsync<T>(IServiceRequest request)
        where T : class, IServiceResponse
    {
        var answer = await AwaitedAsync(SendAsync(request), typeof(T).Name);
        if (answer is ServiceFault fault)
            throw new OpcUaException(fault.ResponseHeader.ServiceResult, $"{request.GetType().Name} got {fault.ResponseHeader.ServiceResult}.");
        return Assert.IsType<T>(answer);
    }

    /// <summary>Sends a request that must be refused as a whole, and gives the status.</summary>
    public async Task<StatusCode> FaultAsync(IServiceRequest request) => await FaultAsync(SendAsync(request));

    public static async Task<StatusCode> FaultAsync(Task<IServiceMessage> pending) =>
        Assert.IsType<ServiceFault>(await AwaitedAsync(pending, "a fault")).ResponseHeader.ServiceResult;

    public Task<PublishResponse> PublishAsync(params SubscriptionAcknowledgement[] acknowledgements) =>
        AskAsync<PublishResponse>(new PublishRequest { SubscriptionAcknowledgements = acknowledgements });

    /// <summary>Reads nothing any more, so that the server's answers pile up.</summary>
    public async Task StopReadingAsync()
    {
        await _stop.CancelAsync();
        await _receiving;
    }

    /// <summary>Cuts the connection without a word.</summary>
    public void Cut() => _socket.Close(0);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        await _receiving;
        _channel.Dispose();
        _frames.Dispose();
        _stop.Dispose();
    }

    public static async Task<T> AwaitedAsync<T>(Task<T> task, string awaited)
    {
        try
        {
            return await task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The server did not give {awaited} within {Patience.TotalSeconds} s.");
        }
    }

    private Task<IServiceMessage> SendBodyAsync(WriteBody write)
    {
        var pending = new TaskCompletionSource<IServiceMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            // What is sent after the receiving loop has ended would wait for nobody.
            if (_lost is not null)
                throw new IOException("No answer will come.", _lost);
            var id = ++_lastRequestId;
            _pending[id] = pending;
            using var message = new MessageBuffer();
            var writer = new UaWriter(message);
            write(ref writer);
            writer.Flush();
            var bytes = _channel.Seal(MessageType.Message, id, message);
            for (var sent = 0; sent < bytes.Length;)
                sent += _socket.Send(bytes.Span[sent..]);
        }

        return pending.Task;
    }

    private async Task OpenChannelAsync(SecurityTokenRequestType kind, CancellationToken cancel)
    {
        var opening = ClientOpening.Start(_channel, kind, _mode, TimeSpan.FromMinutes(10), new RequestHeader());
        await _socket.SendAsync(opening.Seal(_channel, ++_lastRequestId), cancel);
        var (header, chunk) = await TakeAsync(cancel);
        Assert.True(_channel.TryReceive(header, chunk, out var message));
        var reader = new UaReader(message.Body.Span);
        opening.Complete(_channel, Assert.IsType<OpenSecureChannelResponse>(ServiceMessages.Decode(ref reader)));
    }

    private async Task<(ChunkHeader Header, Memory<byte> Chunk)> TakeAsync(CancellationToken cancel)
    {
        ChunkHeader header;
        Memory<byte> chunk;
        while (!_frames.TryTake(out header, out chunk))
        {
            var received = await _socket.ReceiveAsync(_frames.FreeSpace(), cancel);
            if (received == 0)
                throw new IOException("The server closed the connection.");
            _frames.Advance(received);
        }

        return (header, chunk);
    }

    private async Task ReceiveAsync()
    {
        Exception reason = new IOException("The connection was closed.");
        try
        {
            while (true)
            {
                var (header, chunk) = await TakeAsync(_stop.Token);
                if (!_channel.TryReceive(header, chunk, out var message))
                    continue;
                LastBody = message.Body.ToArray();
                var reader = new UaReader(message.Body.Span);
                if (_pending.TryGetValue(message.RequestId, out var pending))
                    pending.SetResult(ServiceMessages.Decode(ref reader));
                _pending.TryRemove(message.RequestId, out _);
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or OperationCanceledException or OpcUaException)
        {
            reason = e;
        }

        lock (_gate)
        {
            // A client that stopped reading on purpose goes on sending.
            if (!_stop.IsCancellationRequested)
                _lost = reason;
        }

        foreach (var (_, pending) in _pending)
            pending.TrySetException(new IOException("No answer will come.", reason));
    }
}
