using System.Buffers.Binary;
using System.Net.Sockets;
using Jinan.IndustryBrain.Fuzz.Capture;
using Jinan.IndustryBrain.Fuzz.Mutation;
using Jinan.IndustryBrain.Fuzz.Running;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Tests.Server;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.Fuzz.Targets;

/// <summary>
/// The whole server over loopback: bytes from the first one on, and requests within a session. After each case the server must
/// have answered or closed, and at the end it must serve somebody else within its limits.
/// </summary>
internal sealed class ServerTargets : IAsyncDisposable
{
    /// <summary>Encoding ids take four bytes (01 00 id16), the token that stands for the session 37.</summary>
    const int EncodingIdLength = 4;

    const int MaxSessions = 5_000;
    const int MaxSubscriptions = 60;

    /// <summary>Requests after which a session is made anew, with its subscription: one of them will have ended it.</summary>
    const int CasesPerSession = 100;

    static readonly uint PublishRequestId = new PublishRequest().EncodingId;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly TestServer _plant = new(options => options with
    {
        Encoding = FuzzLimits.Encoding,
        Limits = new ServerLimits
        {
            // Each session that a case breaks is left behind, with its subscriptions: they end by themselves after a second or two.
            MaxConnections = 20, MaxSessions = MaxSessions, MinSessionTimeout = TimeSpan.FromSeconds(1), MaxSessionTimeout = TimeSpan.FromSeconds(2), MaxSubscriptions = MaxSubscriptions, MaxSubscriptionsPerSession = 6, MaxSubscriptionLifetime = TimeSpan.FromSeconds(1), MaxMonitoredItems = 500,
            MaxFailedLoginsPerMinute = int.MaxValue, MaxHistoryContinuationPoints = 5, MaxOperations = 500, MaxQueueSize = 100, MaxContinuationPoints = 5, MaxReferencesPerNode = 50,
        },
    });

    readonly FrameMutator _streams = new(Conversations.FromClient());
    readonly List<byte[]> _requests;
    readonly Mutator _mutator;
    RawClient? _session;
    OwnThings? _own;
    long _sinceOwn;

    public ServerTargets()
    {
        _plant.Add(OwnThings.WithHistory, new VariableSettings(BuiltInType.Double) { HistoryCapacity = 100 });
        for (var i = 0; i < 20; i++) _plant.Add($"v{i}", new VariableSettings((BuiltInType)(1 + i)) { Write = _ => StatusCodes.Good });
        // Without their headers' tokens: each case puts its own session's there.
        _requests =
        [
            .. OpcUaTypes.Messages
                .Where(type => type.IsAssignableTo(typeof(IServiceRequest)))
                .Where(type => type != typeof(CloseSessionRequest))
                .SelectMany(type => CapturedCorpus.Of(((IServiceMessage)Activator.CreateInstance(type)!).EncodingId)
                    .Append(OpcUaTypes.Encoded(WithoutToken((IServiceRequest)OpcUaTypes.Filled(type)), withId: true)))
                .Select(OwnThings.WithPlaces)
                .Select(WithoutToken)
                .Where(body => body.Length is > 40 and < 6_000),
        ];
        _mutator = new Mutator(_requests, 6_000);
    }

    public OpcUaServer Server => _plant.Server;

    public IReadOnlyList<Exception> Unexpected => _plant.Unexpected;

    /// <summary>A changed conversation from the hello on. The server closes the connection once the client has shut its side.</summary>
    public async Task BytesAsync(FuzzRandom random, SentBytes sent)
    {
        var frames = _streams.MakeFrames(random);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await socket.ConnectAsync(_plant.Server.EndPoint, patience.Token);
            // Without the true id of the channel nothing behind the opening is reached: it is learned from the answer.
            var opening = frames.FindIndex(frame => frame is [(byte)'O', ..]);
            if (opening >= 0 && random.Chance(80))
            {
                var head = FrameMutator.Join(frames.Take(opening + 1));
                sent.Add(head);
                await socket.SendAsync(head, patience.Token);
                var channel = await ChannelIdAsync(socket, patience.Token);
                frames.RemoveRange(0, opening + 1);
                if (channel != 0 && random.Chance(90))
                {
                    foreach (var frame in frames.Where(frame => FrameMutator.SequenceAt(frame) is not null))
                        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(8), channel);
                }
            }

            var rest = FrameMutator.Join(frames);
            sent.Add(rest);
            await socket.SendAsync(rest, patience.Token);
            socket.Shutdown(SocketShutdown.Send);
            var answer = new byte[4_096];
            while (await socket.ReceiveAsync(answer, patience.Token) > 0)
            {
            }
        }
        catch (Exception closed) when (closed is SocketException or IOException)
        {
            // The server has had enough: that is an answer too.
        }
        catch (OperationCanceledException)
        {
            throw new RuleBrokenException($"The server neither answered nor closed within {Patience}.");
        }
    }

    /// <summary>A changed request in a session that is activated; an honest read behind it shows that it was dealt with.</summary>
    public async Task RequestAsync(FuzzRandom random, SentBytes sent)
    {
        if (++_sinceOwn % CasesPerSession == 0 && _session is not null) await EndSessionAsync();
        _own ??= await OwnThings.MakeAsync(_session = await RawClient.ConnectAsync(_plant.Server), _plant);
        var session = _session!;
        var body = _own.PutInto(_mutator.Mutate(random));
        if (body.Length > EncodingIdLength && random.Chance(95)) body = WithToken(body, session.Token);
        sent.Add(body);
        try
        {
            var answered = session.SendBytesAsync(body);
            await ReadAsync(session);
            // A Publish waits for something to publish; everything else is answered in order, before the read behind it.
            if (!answered.IsCompleted && CapturedCorpus.IdOf(body) != PublishRequestId)
                throw new RuleBrokenException($"A request got no answer: {Convert.ToHexString(body)}.");
        }
        catch (TimeoutException late)
        {
            throw new RuleBrokenException("The server answered neither the request nor the read behind it.", late);
        }
        catch (Exception closed) when (closed is SocketException or IOException or OpcUaException)
        {
            // A header that cannot be read closes the connection, a request may have ended the session. What the server sends
            // must be well-formed all the same.
            if (closed.InnerException is OpcUaException malformed && !malformed.Message.StartsWith("The peer closed", StringComparison.Ordinal))
                throw new RuleBrokenException($"The server's answer to {Convert.ToHexString(body)} cannot be read.", malformed);
            await EndSessionAsync();
        }
    }

    /// <summary>Somebody else is still served, and nothing was kept beyond the limits.</summary>
    public async Task CheckAsync()
    {
        await using var other = await RawClient.ConnectAsync(_plant.Server);
        await ReadAsync(other);
        if (_plant.Server.SubscriptionCount > MaxSubscriptions || _plant.Server.SessionCount > MaxSessions || _plant.Server.MonitoredItemCount > 500 || _plant.Server.ConnectionCount > 20)
            throw new RuleBrokenException("The server keeps more than its limits allow.");
        if (_plant.Unexpected is [var first, ..]) throw new RuleBrokenException($"{_plant.Unexpected.Count} unexpected errors.", first);
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is not null) await EndSessionAsync();
        await _plant.DisposeAsync();
    }

    async Task EndSessionAsync()
    {
        await _session!.DisposeAsync();
        _session = null;
        _own = null;
    }

    async Task ReadAsync(RawClient client)
    {
        var read = new ReadRequest { NodesToRead = [new ReadValueId { NodeId = _plant.Temperature.Id, AttributeId = AttributeIds.Value }] };
        await client.AskAsync<ReadResponse>(read).WaitAsync(Patience);
    }

    static IServiceRequest WithoutToken(IServiceRequest request)
    {
        request.RequestHeader = request.RequestHeader with { AuthenticationToken = NodeId.Null };
        return request;
    }

    // Encoding id, then the token as the first field of the header: replaced by i=0, two bytes.
    static byte[] WithoutToken(byte[] body)
    {
        var reader = new UaReader(body);
        reader.ReadNodeId();
        var start = (int)reader.Consumed;
        reader.ReadNodeId();
        return [.. body[..start], 0, 0, .. body[(int)reader.Consumed..]];
    }

    static byte[] WithToken(byte[] body, NodeId token)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new UaWriter(bytes);
        writer.WriteNodeId(token);
        writer.Flush();
        return [.. body[..EncodingIdLength], .. bytes.WrittenSpan, .. body[Math.Min(body.Length, EncodingIdLength + 2)..]];
    }

    // 0 where no answer comes: the server may be waiting for the rest of a chunk that was cut, and rightly.
    static async Task<uint> ChannelIdAsync(Socket socket, CancellationToken cancel)
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(soon.Token, cancel);
        try
        {
            return await AnsweredChannelIdAsync(socket, either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return 0;
        }
    }

    static async Task<uint> AnsweredChannelIdAsync(Socket socket, CancellationToken cancel)
    {
        using var frames = new FrameBuffer(65_535);
        while (true)
        {
            var received = await socket.ReceiveAsync(frames.FreeSpace(), cancel);
            if (received == 0) throw new IOException("Closed.");
            frames.Advance(received);
            while (frames.TryTake(out var header, out var chunk))
            {
                if (header.Type is MessageType.OpenSecureChannel) return BinaryPrimitives.ReadUInt32LittleEndian(chunk.Span[8..]);
            }
        }
    }
}
