using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Services.Columns;
using Jinan.IndustryBrain.OpcUa.Tests.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Tests.Server;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Tests.Services.Columns;

/// <summary>A response of 1,000 doubles as a server sent it: nothing is allocated between the socket's bytes and the columns.</summary>
public sealed class CapturedPublishTests
{
    const int Values = 1_000;
    const int Warmups = 50;

    // The runtime compiles methods again while they run, and that may show on any thread once; what a value costs would show each time.
    const int Attempts = 5;

    static readonly Dictionary<SecurityPolicyChoice, RsaPolicy> Policies = new()
    {
        [SecurityPolicyChoice.Basic256Sha256] = RsaPolicy.Basic256Sha256,
        [SecurityPolicyChoice.Aes128Sha256RsaOaep] = RsaPolicy.Aes128Sha256RsaOaep,
        [SecurityPolicyChoice.Aes256Sha256RsaPss] = RsaPolicy.Aes256Sha256RsaPss,
    };

    static async Task<byte[]> CaptureAsync()
    {
        await using var plant = new TestServer();
        await using var client = await RawClient.ConnectAsync(plant.Server);
        // Watched before it publishes for the first time: all of them come in one message.
        var id = await TestServer.SubscribeAsync(client, publishingMs: 60_000);
        await TestServer.MonitorAsync(client, id, plant.Temperature.Id, queue: Values);
        plant.Push(1, Values);
        await client.AskAsync<ModifySubscriptionResponse>(new ModifySubscriptionRequest
        {
            SubscriptionId = id, RequestedPublishingInterval = 50, RequestedMaxKeepAliveCount = 1_000, RequestedLifetimeCount = 10_000,
        });
        var response = await client.PublishAsync();
        Assert.Equal(Values, TestServer.Changes(response.NotificationMessage).Count);
        return client.LastBody;
    }

    static void Decode(ReadOnlySpan<byte> body, PublishColumns columns)
    {
        var reader = new UaReader(body);
        ServiceMessages.ReadEncodingId(ref reader);
        columns.Decode(ref reader);
    }

    static void AssertIsWhatWasCaptured(PublishColumns columns)
    {
        Assert.Equal(Values, columns.Values.Count);
        Assert.Equal(Values, columns.Values.Double(Values - 1));
        Assert.Equal(OpcUaTime.ToUnixNanoseconds(TestServer.Start.AddSeconds(Values)), columns.Values.SourceTime[^1]);
        Assert.NotEqual(OpcUaTime.NoTime, columns.Values.ServerTime[^1]);
    }

    [Fact]
    public async Task Decode_CapturedResponse_AllocatesNothing()
    {
        var body = await CaptureAsync();
        var columns = new PublishColumns();
        for (var i = 0; i < Warmups; i++) Decode(body, columns);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Decode(body, columns);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        AssertIsWhatWasCaptured(columns);
    }

    /// <summary>With chunks of 8 KiB the message is put together of four; with 64 KiB it is decoded where it was decrypted.</summary>
    [Theory]
    [InlineData(SecurityPolicyChoice.Basic256Sha256, MessageSecurityMode.Sign, 65_535)]
    [InlineData(SecurityPolicyChoice.Basic256Sha256, MessageSecurityMode.SignAndEncrypt, 65_535)]
    [InlineData(SecurityPolicyChoice.Basic256Sha256, MessageSecurityMode.SignAndEncrypt, 8_192)]
    [InlineData(SecurityPolicyChoice.Aes128Sha256RsaOaep, MessageSecurityMode.SignAndEncrypt, 8_192)]
    [InlineData(SecurityPolicyChoice.Aes256Sha256RsaPss, MessageSecurityMode.SignAndEncrypt, 8_192)]
    public async Task Receive_CapturedResponseInSecuredChunks_AllocatesNothing(SecurityPolicyChoice policy, MessageSecurityMode mode, int chunkSize)
    {
        var body = await CaptureAsync();
        using var channels = new SecuredChannels(Policies[policy], mode, limits: new TransportLimits(chunkSize, chunkSize));
        channels.Open();
        // A chunk is accepted once: as many messages are sealed as are received.
        var messages = Enumerable.Range(0, Warmups + Attempts).Select(_ => channels.Seal(channels.Server, body)).ToArray();
        using var frames = new FrameBuffer(chunkSize);
        var columns = new PublishColumns();
        for (var i = 0; i < Warmups; i++) Receive(channels.Client, frames, messages[i], columns);

        var least = long.MaxValue;
        for (var i = Warmups; i < messages.Length; i++)
        {
            columns.Clear();
            var before = GC.GetAllocatedBytesForCurrentThread();
            Receive(channels.Client, frames, messages[i], columns);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            AssertIsWhatWasCaptured(columns);
        }

        Assert.Equal(0, least);
    }

    // As the client's receive loop does it, with the socket's part done by a copy.
    static void Receive(ChannelEnd channel, FrameBuffer frames, ReadOnlySpan<byte> bytes, PublishColumns columns)
    {
        while (bytes.Length > 0)
        {
            var space = frames.FreeSpace().Span;
            var taken = Math.Min(space.Length, bytes.Length);
            bytes[..taken].CopyTo(space);
            bytes = bytes[taken..];
            frames.Advance(taken);
            while (frames.TryTake(out var header, out var chunk))
            {
                if (channel.TryReceive(header, chunk, out var message)) Decode(message.Body.Span, columns);
            }
        }
    }
}
