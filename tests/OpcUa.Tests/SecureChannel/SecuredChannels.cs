using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Tests.SecureChannel;

/// <summary>The two ends of a secured channel without sockets between.</summary>
sealed class SecuredChannels : IDisposable, IPeerAcceptance
{
    readonly ApplicationCertificate _serverCertificate;
    readonly ServerOpening _opening;
    readonly MessageSecurityMode _mode;
    uint _lastRequest;

    public SecuredChannels(
        RsaPolicy policy, MessageSecurityMode mode = MessageSecurityMode.SignAndEncrypt, ApplicationCertificate? client = null,
        ApplicationCertificate? server = null, TransportLimits? limits = null)
    {
        _mode = mode;
        _serverCertificate = server ?? TestCertificates.Server();
        var ends = limits ?? new TransportLimits();
        Client = new ChannelEnd(
            ChannelRole.Client, ends, policy, Time,
            ChannelCertificates.Between(client ?? TestCertificates.Client(), _serverCertificate.Chain));
        Server = new ChannelEnd(ChannelRole.Server, ends, null, Time, acceptance: this);
        _opening = new ServerOpening(77, TimeSpan.FromSeconds(10), TimeSpan.FromHours(1), Time);
    }

    public ManualTime Time { get; } = new();

    public ChannelEnd Client { get; }

    public ChannelEnd Server { get; }

    /// <summary>How often the server decided on the client's trust.</summary>
    public int Validations { get; private set; }

    public bool TrustsTheClient { get; set; } = true;

    public static IncomingMessage Receive(ChannelEnd end, ReadOnlyMemory<byte> chunk)
    {
        var copy = chunk.ToArray();
        Assert.True(ChunkHeader.TryRead(copy, 65_535, out var header));
        Assert.True(end.TryReceive(header, copy, out var message));
        return message;
    }

    public void Open() => Negotiate(SecurityTokenRequestType.Issue);

    public void Negotiate(SecurityTokenRequestType kind, MessageSecurityMode? mode = null)
    {
        var half = ClientOpening.Start(Client, kind, mode ?? _mode, TimeSpan.FromMinutes(1), new RequestHeader());
        var request = Receive(Server, half.Seal(Client, ++_lastRequest));
        var answer = Receive(Client, _opening.Answer(Server, request));
        var reader = new UaReader(answer.Body.Span);
        half.Complete(Client, Assert.IsType<OpenSecureChannelResponse>(ServiceMessages.Decode(ref reader)));
    }

    /// <summary>An OpenSecureChannel request as the client would not send it.</summary>
    public IncomingMessage Ask(OpenSecureChannelRequest request)
    {
        using var body = new MessageBuffer();
        var writer = new UaWriter(body);
        ServiceMessages.Encode(request, ref writer);
        writer.Flush();
        return Receive(Server, Client.SealOpening(++_lastRequest, body.Body));
    }

    public void Answer(in IncomingMessage request) => _opening.Answer(Server, request);

    public static byte[] Payload(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    public byte[] Seal(ChannelEnd from, byte[] payload)
    {
        using var message = new MessageBuffer();
        System.Buffers.BuffersExtensions.Write(message, payload);
        return from.Seal(MessageType.Message, ++_lastRequest, message).ToArray();
    }

    /// <summary>Sends a message of any number of chunks and gives what arrived.</summary>
    public byte[] Exchange(ChannelEnd from, ChannelEnd to, byte[] payload)
    {
        using var frames = new FrameBuffer(65_535);
        for (ReadOnlySpan<byte> rest = Seal(from, payload); rest.Length > 0;)
        {
            var space = frames.FreeSpace().Span;
            var taken = Math.Min(space.Length, rest.Length);
            rest[..taken].CopyTo(space);
            rest = rest[taken..];
            frames.Advance(taken);
            while (frames.TryTake(out var header, out var chunk))
            {
                if (to.TryReceive(header, chunk, out var message)) return message.Body.ToArray();
            }
        }

        throw new InvalidOperationException("The message is not complete.");
    }

    ChannelCertificates IPeerAcceptance.Accept(ISecurityPolicy policy, in AsymmetricHeader header)
    {
        ChannelCertificates.CheckReceiver(header.ReceiverThumbprint.Span, DerChain.ThumbprintOf(_serverCertificate.Certificate.RawData));
        return ChannelCertificates.Between(_serverCertificate, header.SenderCertificate);
    }

    void IPeerAcceptance.Validate(ChannelCertificates certificates)
    {
        Validations++;
        if (!TrustsTheClient) throw new OpcUaException(StatusCodes.BadCertificateUntrusted, "no longer trusted");
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
