using Jinan.IndustryBrain.Sidecar.PubSub;

namespace Jinan.IndustryBrain.Sidecar.Tests.PubSub;

public sealed class PositionTests
{
    [Fact]
    public void Window_FinishedOutOfOrder_StaysBelowTheLowestUnfinished()
    {
        var window = new DeliveryWindow(10, maxUnfinished: 5);
        for (var sequence = 11; sequence <= 14; sequence++)
            window.Start(sequence);

        window.Finish(12);
        window.Finish(14);
        Assert.Equal(10, window.Position);
        window.Finish(11);
        Assert.Equal(12, window.Position);
        window.Finish(13);
        Assert.Equal(14, window.Position);
    }

    [Fact]
    public async Task Window_Full_HasRoomAgainAfterOneIsFinished()
    {
        var window = new DeliveryWindow(0, maxUnfinished: 2);
        window.Start(1);
        window.Start(2);
        var room = window.WaitForRoomAsync(TestContext.Current.CancellationToken);

        Assert.False(room.IsCompleted);
        window.Finish(2);
        await room;
    }

    [Fact]
    public void Pause_GrowsToItsCap()
    {
        var policy = new RedeliveryPolicy(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), -1);

        Assert.InRange(policy.Pause(1), TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(1.2));
        Assert.InRange(policy.Pause(3), TimeSpan.FromSeconds(3.2), TimeSpan.FromSeconds(4.8));
        Assert.InRange(policy.Pause(1000), TimeSpan.FromSeconds(24), TimeSpan.FromSeconds(36));
    }

    [Theory]
    [InlineData("frames", "frames")]
    [InlineData("Frames", "%46rames")]
    [InlineData("../x", "%2E%2E%2Fx")]
    [InlineData("a b", "a%20b")]
    [InlineData("主题", "%E4%B8%BB%E9%A2%98")]
    public void Topic_AnyName_HasASafeFolderThatTellsItBack(string topic, string folder)
    {
        Assert.Equal(folder, PubSubBroker.FolderName(topic));
        Assert.Equal(topic, Uri.UnescapeDataString(folder));
    }

    [Fact]
    public void Record_WrittenAndRead_IsTheSame()
    {
        using var buffer = new PooledBuffer(1);
        var published = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);
        MessageRecord.WriteHeader(buffer, isRaw: true, published, published.AddSeconds(5), "00-trace-01");
        "payload"u8.CopyTo(buffer.GetSpan(7));
        buffer.Advance(7);

        var record = MessageRecord.Read(buffer.Written);

        Assert.True(record.IsRaw);
        Assert.Equal(published, record.Published);
        Assert.Equal(published.AddSeconds(5), record.Expires);
        Assert.Equal("00-trace-01", record.TraceParent);
        Assert.Equal("payload"u8, record.Payload.Span);
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9 })]
    public void Record_OfAnotherVersionOrCut_IsRefused(byte[] bytes) =>
        Assert.Throws<InvalidDataException>(() => MessageRecord.Read(bytes));
}
