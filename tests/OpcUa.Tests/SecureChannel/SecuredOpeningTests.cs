using System.Security.Cryptography;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Tests.SecureChannel;

public sealed class SecuredOpeningTests
{
    static readonly TransportLimits Small = new(ReceiveBufferSize: 8_192, SendBufferSize: 8_192);

    public static TheoryData<SecurityPolicyChoice, MessageSecurityMode, int> Combinations
    {
        get
        {
            var data = new TheoryData<SecurityPolicyChoice, MessageSecurityMode, int>();
            foreach (var policy in new[] { SecurityPolicyChoice.Basic256Sha256, SecurityPolicyChoice.Aes128Sha256RsaOaep, SecurityPolicyChoice.Aes256Sha256RsaPss })
            {
                foreach (var mode in new[] { MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt })
                {
                    foreach (var bits in new[] { 2_048, 3_072, 4_096 }) data.Add(policy, mode, bits);
                }
            }

            return data;
        }
    }

    static SecuredChannels Channels(MessageSecurityMode mode = MessageSecurityMode.SignAndEncrypt) => new(RsaPolicy.Basic256Sha256, mode);

    static StatusCode Refused(Action action) => Assert.Throws<OpcUaException>(action).StatusCode;

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Channel_OfEveryPolicyModeAndKey_CarriesMessagesBothWaysThroughRenewals(SecurityPolicyChoice policy, MessageSecurityMode mode, int bits)
    {
        using var channels = new SecuredChannels(
            (RsaPolicy)SecurityPolicies.For(policy), mode, TestCertificates.Client(bits), TestCertificates.Server(bits), Small);
        channels.Open();
        for (var round = 0; round < 3; round++)
        {
            foreach (var length in new[] { 0, 1, 100, 8_100, 8_128, 8_129, 8_168, 50_000 })
            {
                var payload = SecuredChannels.Payload(length);
                // The server answers with the old token until it has seen the new one.
                Assert.Equal(payload, channels.Exchange(channels.Server, channels.Client, payload));
                Assert.Equal(payload, channels.Exchange(channels.Client, channels.Server, payload));
                Assert.Equal(payload, channels.Exchange(channels.Server, channels.Client, payload));
            }

            channels.Time.Advance(TimeSpan.FromSeconds(45));
            channels.Negotiate(SecurityTokenRequestType.Renew);
        }

        Assert.Equal(4, channels.Validations);
        Assert.Equal(mode, channels.Server.Mode);
    }

    [Fact]
    public void Message_Encrypted_ShowsNothingOfItself_AndSigned_ShowsAll()
    {
        var payload = "this is nobody's business but ours"u8.ToArray();
        foreach (var mode in new[] { MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt })
        {
            using var channels = Channels(mode);
            channels.Open();
            Assert.Equal(mode is MessageSecurityMode.Sign, channels.Seal(channels.Client, payload).AsSpan().IndexOf(payload) >= 0);
        }
    }

    [Fact]
    public void Chunk_ReplayedReorderedOrReflected_IsRefused()
    {
        using var channels = Channels();
        channels.Open();
        var first = channels.Seal(channels.Client, SecuredChannels.Payload(50));
        var second = channels.Seal(channels.Client, SecuredChannels.Payload(50));
        SecuredChannels.Receive(channels.Server, first);
        Assert.Equal(StatusCodes.BadSequenceNumberInvalid, Refused(() => SecuredChannels.Receive(channels.Server, first)));
        SecuredChannels.Receive(channels.Server, second);
        Assert.Equal(StatusCodes.BadSequenceNumberInvalid, Refused(() => SecuredChannels.Receive(channels.Server, first)));
        // Back to its sender: each direction has keys of its own.
        Assert.Equal(StatusCodes.BadSecurityChecksFailed, Refused(() => SecuredChannels.Receive(channels.Client, first)));
    }

    [Theory]
    [InlineData(MessageSecurityMode.Sign)]
    [InlineData(MessageSecurityMode.SignAndEncrypt)]
    public void Abort_OnASecuredChannel_ArrivesWithItsReason_AndTheNextMessageWhole(MessageSecurityMode mode)
    {
        using var channels = new SecuredChannels(RsaPolicy.Aes128Sha256RsaOaep, mode, limits: Small);
        channels.Open();
        using var scratch = new MessageBuffer();
        var abort = SecuredChannels.Receive(channels.Client, channels.Server.SealAbort(9, StatusCodes.BadResponseTooLarge, "too long", scratch));
        Assert.Equal(new ErrorMessage(StatusCodes.BadResponseTooLarge.Code, "too long"), abort.Abort);
        var payload = SecuredChannels.Payload(20_000);
        Assert.Equal(payload, channels.Exchange(channels.Server, channels.Client, payload));
    }

    [Fact]
    public void Chunk_Skipped_IsMissed()
    {
        using var channels = Channels();
        channels.Open();
        channels.Seal(channels.Client, SecuredChannels.Payload(50));
        var second = channels.Seal(channels.Client, SecuredChannels.Payload(50));
        Assert.Equal(StatusCodes.BadSequenceNumberInvalid, Refused(() => SecuredChannels.Receive(channels.Server, second)));
    }

    [Fact]
    public void Chunk_RenamedToAnotherToken_IsRefusedByItsKeys()
    {
        using var channels = Channels();
        channels.Open();
        channels.Negotiate(SecurityTokenRequestType.Renew);
        var chunk = channels.Seal(channels.Client, SecuredChannels.Payload(50));
        Assert.Equal(2, chunk[12]);
        chunk[12] = 1;
        Assert.Equal(StatusCodes.BadSecurityChecksFailed, Refused(() => SecuredChannels.Receive(channels.Server, chunk)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(33)]
    public void Nonce_OfTheClientOfTheWrongLength_IsRefused(int? length)
    {
        using var channels = Channels();
        var request = channels.Ask(new OpenSecureChannelRequest
        {
            SecurityMode = MessageSecurityMode.SignAndEncrypt, ClientNonce = length is { } bytes ? new byte[bytes] : null, RequestedLifetime = 60_000,
        });
        Assert.Equal(StatusCodes.BadNonceInvalid, Refused(() => channels.Answer(request)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(64)]
    public void Nonce_OfTheServerOfTheWrongLength_IsRefused(int length)
    {
        using var channels = Channels();
        var half = ClientOpening.Start(
            channels.Client, SecurityTokenRequestType.Issue, MessageSecurityMode.SignAndEncrypt, TimeSpan.FromMinutes(1), new RequestHeader());
        var response = new OpenSecureChannelResponse
        {
            ServerNonce = new byte[length], SecurityToken = new ChannelSecurityToken { ChannelId = 1, TokenId = 1, RevisedLifetime = 60_000 },
        };
        Assert.Equal(StatusCodes.BadSecurityChecksFailed, Refused(() => half.Complete(channels.Client, response)));
    }

    [Theory]
    [InlineData(MessageSecurityMode.None)]
    [InlineData(MessageSecurityMode.Invalid)]
    [InlineData((MessageSecurityMode)7)]
    public void Mode_ThatDoesNotGoWithAPolicy_IsRefused(MessageSecurityMode mode)
    {
        using var channels = Channels();
        var request = channels.Ask(new OpenSecureChannelRequest { SecurityMode = mode, ClientNonce = RandomNumberGenerator.GetBytes(32) });
        Assert.Equal(StatusCodes.BadSecurityModeRejected, Refused(() => channels.Answer(request)));
    }

    [Fact]
    public void Renewal_InAnotherMode_IsRefused()
    {
        using var channels = Channels();
        channels.Open();
        var request = channels.Ask(new OpenSecureChannelRequest
        {
            RequestType = SecurityTokenRequestType.Renew, SecurityMode = MessageSecurityMode.Sign, ClientNonce = RandomNumberGenerator.GetBytes(32),
        });
        Assert.Equal(StatusCodes.BadSecurityModeRejected, Refused(() => channels.Answer(request)));
    }

    [Fact]
    public void Renewal_AfterTrustWasWithdrawn_IsRefused()
    {
        using var channels = Channels();
        channels.Open();
        channels.TrustsTheClient = false;
        Assert.Equal(StatusCodes.BadCertificateUntrusted, Refused(() => channels.Negotiate(SecurityTokenRequestType.Renew)));
    }

    [Fact]
    public void Renewal_WithAnotherCertificate_IsRefused()
    {
        using var channels = Channels();
        channels.Open();
        using var other = new ChannelEnd(
            ChannelRole.Client, new TransportLimits(), RsaPolicy.Basic256Sha256, channels.Time,
            ChannelCertificates.Between(TestCertificates.Stranger(), TestCertificates.Server().Chain));
        other.Open(77, 1, TimeSpan.FromMinutes(1), (NoSecurity.Instance, NoSecurity.Instance));
        Assert.Equal(StatusCodes.BadSecurityChecksFailed, Refused(() => SecuredChannels.Receive(channels.Server, other.SealOpening(9, "renew"u8))));
    }

    [Fact]
    public void Renewal_WithoutSecurity_IsRefused()
    {
        using var channels = Channels();
        channels.Open();
        using var bare = new ChannelEnd(ChannelRole.Client, new TransportLimits(), NoSecurity.Instance, channels.Time);
        bare.Open(77, 1, TimeSpan.FromMinutes(1), (NoSecurity.Instance, NoSecurity.Instance));
        Assert.Equal(StatusCodes.BadSecurityPolicyRejected, Refused(() => SecuredChannels.Receive(channels.Server, bare.SealOpening(9, "renew"u8))));
    }

    [Fact]
    public void Opening_ForACertificateThatTheServerNoLongerHas_IsRefusedWithTheReason()
    {
        using var channels = Channels();
        using var client = new ChannelEnd(
            ChannelRole.Client, new TransportLimits(), RsaPolicy.Basic256Sha256, channels.Time,
            ChannelCertificates.Between(TestCertificates.Client(), TestCertificates.RenewedServer().Chain));
        var fault = Assert.Throws<OpcUaException>(() => SecuredChannels.Receive(channels.Server, client.SealOpening(1, "opening"u8)));
        Assert.Equal(StatusCodes.BadCertificateInvalid, fault.StatusCode);
        Assert.Contains("Read the endpoints again", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(12, false)]
    public void Issuers_TravelWithTheCertificate_WhereTheyFit(int issuers, bool fit)
    {
        using var withIssuers = ApplicationCertificate.From(
            TestCertificates.CopyOfClient(), [.. Enumerable.Repeat(TestCertificates.Stranger().Certificate, issuers)]);
        using var channels = new SecuredChannels(RsaPolicy.Basic256Sha256, client: withIssuers, limits: Small);
        channels.Open();
        channels.Negotiate(SecurityTokenRequestType.Renew);
        Assert.Equal(fit ? withIssuers.Chain.ToArray() : TestCertificates.Client().Certificate.RawData, channels.Server.Certificates.PeersChain.ToArray());
    }

    [Fact]
    public void Trust_IsNotAskedForBeforeTheClientHasProvedItsKey()
    {
        using var channels = Channels();
        var chunk = channels.Client.SealOpening(1, "opening"u8).ToArray();
        chunk[^1] ^= 1;
        Assert.Equal(StatusCodes.BadSecurityChecksFailed, Refused(() => SecuredChannels.Receive(channels.Server, chunk)));
        Assert.Equal(0, channels.Validations);
    }

    [Fact]
    public void Opening_CutAnywhere_IsAnOpcUaFaultAndNothingElse()
    {
        using var channels = Channels();
        var whole = channels.Client.SealOpening(1, "opening"u8).ToArray();
        for (var length = ChunkHeader.Length; length < whole.Length; length += 3)
        {
            using var fresh = Channels();
            var cut = whole[..length];
            new ChunkHeader(MessageType.OpenSecureChannel, ChunkKind.Final, length).Write(cut);
            Assert.Throws<OpcUaException>(() => SecuredChannels.Receive(fresh.Server, cut));
        }
    }

    [Fact]
    public void Token_BeforeTheLast_LosesItsKeysAtRenewal()
    {
        using var channels = Channels();
        channels.Open();
        var first = channels.Client.Tokens.Sending!;
        channels.Negotiate(SecurityTokenRequestType.Renew);
        Assert.Null(Record.Exception(() => first.Outgoing.Seal(new byte[first.Outgoing.SealedLength(16, 24)], 16, 24)));
        channels.Negotiate(SecurityTokenRequestType.Renew);
        Assert.Throws<OpcUaException>(() => first.Outgoing.Seal(new byte[first.Outgoing.SealedLength(16, 24)], 16, 24));
    }

    [Fact]
    public void Channel_Ended_SealsNothingMore()
    {
        var channels = Channels();
        channels.Open();
        channels.Dispose();
        Assert.Equal(StatusCodes.BadSecureChannelTokenUnknown, Refused(() => channels.Seal(channels.Client, [1])));
    }
}
