using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Tests.SecureChannel;

public sealed class OpeningTests : IDisposable
{
    readonly ManualTime _time = new();
    readonly ChannelEnd _client;
    readonly ChannelEnd _server;
    readonly ServerOpening _opening;
    uint _lastRequest;

    public OpeningTests()
    {
        _client = new ChannelEnd(ChannelRole.Client, new TransportLimits(), NoSecurity.Instance, _time);
        _server = new ChannelEnd(ChannelRole.Server, new TransportLimits(), null, _time);
        _opening = new ServerOpening(77, TimeSpan.FromSeconds(10), TimeSpan.FromHours(1), _time);
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    static IncomingMessage Receive(ChannelEnd end, ReadOnlyMemory<byte> chunk)
    {
        var copy = chunk.ToArray();
        Assert.True(ChunkHeader.TryRead(copy, 65_535, out var header));
        Assert.True(end.TryReceive(header, copy, out var message));
        return message;
    }

    void Negotiate(SecurityTokenRequestType kind, TimeSpan lifetime, MessageSecurityMode mode = MessageSecurityMode.None)
    {
        var half = ClientOpening.Start(_client, kind, mode, lifetime, new RequestHeader());
        var request = Receive(_server, half.Seal(_client, ++_lastRequest));
        var answer = Receive(_client, _opening.Answer(_server, request));
        Assert.Equal(_lastRequest, answer.RequestId);
        var reader = new UaReader(answer.Body.Span);
        half.Complete(_client, Assert.IsType<OpenSecureChannelResponse>(ServiceMessages.Decode(ref reader)));
    }

    byte[] Exchange(ChannelEnd from, ChannelEnd to)
    {
        using var message = new MessageBuffer();
        System.Buffers.BuffersExtensions.Write(message, "payload"u8);
        return Receive(to, from.Seal(MessageType.Message, ++_lastRequest, message)).Body.ToArray();
    }

    [Fact]
    public void Channel_Opened_CarriesMessagesBothWays()
    {
        Negotiate(SecurityTokenRequestType.Issue, TimeSpan.FromMinutes(1));

        Assert.Equal((77u, 77u), (_client.Id, _server.Id));
        Assert.Equal("payload"u8.ToArray(), Exchange(_client, _server));
        Assert.Equal("payload"u8.ToArray(), Exchange(_server, _client));
    }

    [Fact]
    public void Token_RenewedManyTimes_NeverInterruptsTheMessages()
    {
        Negotiate(SecurityTokenRequestType.Issue, TimeSpan.FromMinutes(1));
        for (var i = 0; i < 20; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(45));
            Negotiate(SecurityTokenRequestType.Renew, TimeSpan.FromMinutes(1));
            // The server answers with the old token until it has seen the new one.
            Assert.Equal("payload"u8.ToArray(), Exchange(_server, _client));
            Assert.Equal("payload"u8.ToArray(), Exchange(_client, _server));
            Assert.Equal("payload"u8.ToArray(), Exchange(_server, _client));
            Assert.Equal(_client.Tokens.Sending!.Id, _server.Tokens.Sending!.Id);
        }
    }

    [Fact]
    public void Channel_NotRenewed_AcceptsNothingAfterItsOverlap()
    {
        Negotiate(SecurityTokenRequestType.Issue, TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromSeconds(76));

        Assert.Equal(
            StatusCodes.BadSecureChannelTokenUnknown, Assert.Throws<OpcUaException>(() => Exchange(_client, _server)).StatusCode);
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(60, 60)]
    [InlineData(100_000, 3_600)]
    public void Lifetime_Asked_IsGrantedWithinTheServersBounds(int askedSeconds, int grantedSeconds)
    {
        Negotiate(SecurityTokenRequestType.Issue, TimeSpan.FromSeconds(askedSeconds));
        Assert.Equal(TimeSpan.FromSeconds(grantedSeconds), _client.Tokens.Sending!.Lifetime);
    }

    [Fact]
    public void Renew_BeforeIssue_AndIssueTwice_AreRefused()
    {
        Assert.Equal(
            StatusCodes.BadRequestTypeInvalid,
            Assert.Throws<OpcUaException>(() => Negotiate(SecurityTokenRequestType.Renew, TimeSpan.FromMinutes(1))).StatusCode);
        Negotiate(SecurityTokenRequestType.Issue, TimeSpan.FromMinutes(1));
        Assert.Equal(
            StatusCodes.BadRequestTypeInvalid,
            Assert.Throws<OpcUaException>(() => Negotiate(SecurityTokenRequestType.Issue, TimeSpan.FromMinutes(1))).StatusCode);
    }

    [Fact]
    public void SigningMode_WithPolicyNone_IsRefused() =>
        Assert.Equal(
            StatusCodes.BadSecurityModeRejected,
            Assert.Throws<OpcUaException>(
                () => Negotiate(SecurityTokenRequestType.Issue, TimeSpan.FromMinutes(1), MessageSecurityMode.Sign)).StatusCode);
}
