using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Tests.Server;

/// <summary>What a server owes a client whose connection breaks.</summary>
public sealed class RecoveryTests
{
    [Fact]
    public async Task Reactivate_OnANewChannel_GoesOnWithoutLoss()
    {
        await using var plant = new TestServer();
        await using var before = await RawClient.ConnectAsync(plant.Server);
        var id = await TestServer.SubscribeAsync(before);
        await TestServer.MonitorAsync(before, id, plant.Temperature.Id);
        await before.PublishAsync();
        before.Cut();
        plant.Push(1, 40);

        await using var after = await RawClient.OpenAsync(plant.Server);
        after.Token = before.Token;
        await after.ActivateAsync();
        var response = await after.PublishAsync();

        Assert.Equal(Enumerable.Range(1, 40).Select(i => (double)i), TestServer.Numbers(response.NotificationMessage));
        Assert.Equal(2u, response.NotificationMessage.SequenceNumber);
        Assert.Contains(1u, response.AvailableSequenceNumbers);
    }

    [Fact]
    public async Task Request_OverAChannelThatTheSessionLeft_IsRefused()
    {
        await using var plant = new TestServer();
        await using var before = await RawClient.ConnectAsync(plant.Server);
        await using var after = await RawClient.OpenAsync(plant.Server);
        after.Token = before.Token;
        Assert.Equal(StatusCodes.BadSecureChannelIdInvalid, await after.FaultAsync(Read(plant)));
        await after.ActivateAsync();

        Assert.Equal(StatusCodes.BadSecureChannelIdInvalid, await before.FaultAsync(Read(plant)));
        Assert.Single((await after.AskAsync<ReadResponse>(Read(plant))).Results);
    }

    [Fact]
    public async Task Transfer_ToAnotherSession_GoesOnThereAndTellsTheOldOne()
    {
        await using var plant = new TestServer();
        await using var old = await RawClient.ConnectAsync(plant.Server);
        var id = await TestServer.SubscribeAsync(old, publishingMs: 20);
        await TestServer.MonitorAsync(old, id, plant.Temperature.Id);
        await old.PublishAsync();
        var waiting = old.SendAsync(new PublishRequest());

        await using var other = await RawClient.ConnectAsync(plant.Server);
        var transfer = await other.AskAsync<TransferSubscriptionsResponse>(new TransferSubscriptionsRequest { SubscriptionIds = [id, 999], SendInitialValues = true });
        plant.Push(1, 3);

        Assert.Equal(StatusCodes.Good, transfer.Results[0].StatusCode);
        Assert.Equal(StatusCodes.BadSubscriptionIdInvalid, transfer.Results[1].StatusCode);
        Assert.Contains(1u, transfer.Results[0].AvailableSequenceNumbers);
        var told = Assert.IsType<PublishResponse>(await RawClient.AwaitedAsync(waiting, "the status change"));
        Assert.True(told.NotificationMessage.NotificationData[0].TryDecode<StatusChangeNotification>(out var change));
        Assert.Equal(StatusCodes.GoodSubscriptionTransferred, change!.Status);
        var seen = new List<double>();
        while (seen.Count < 4)
            seen.AddRange(TestServer.Numbers((await other.PublishAsync()).NotificationMessage));
        Assert.Equal([0.0, 1.0, 2.0, 3.0], seen);
        var republished = await other.AskAsync<RepublishResponse>(new RepublishRequest { SubscriptionId = id, RetransmitSequenceNumber = 1 });
        Assert.Equal([0.0], TestServer.Numbers(republished.NotificationMessage));
        Assert.Equal(StatusCodes.BadNoSubscription, await old.FaultAsync(new PublishRequest()));
    }

    [Fact]
    public async Task Transfer_WhereTheUserDiffers_IsRefused()
    {
        await using var plant = new TestServer(options => options with { AllowAnonymousTransfer = false });
        await using var anonymous = await RawClient.ConnectAsync(plant.Server);
        await using var zhang = await RawClient.ConnectAsync(plant.Server, "zhang", "zhang-secret");
        await using var again = await RawClient.ConnectAsync(plant.Server, "zhang", "zhang-secret");
        var ofAnonymous = await TestServer.SubscribeAsync(anonymous);
        var ofZhang = await TestServer.SubscribeAsync(zhang);

        await using var other = await RawClient.ConnectAsync(plant.Server);
        Assert.Equal([StatusCodes.BadUserAccessDenied, StatusCodes.BadUserAccessDenied], await TransferAsync(other, ofAnonymous, ofZhang));
        Assert.Equal([StatusCodes.BadUserAccessDenied, StatusCodes.Good], await TransferAsync(again, ofAnonymous, ofZhang));
    }

    [Fact]
    public async Task CloseSession_KeepingSubscriptions_LeavesThemToBeTakenOver()
    {
        await using var plant = new TestServer();
        await using var first = await RawClient.ConnectAsync(plant.Server);
        var id = await TestServer.SubscribeAsync(first);
        await TestServer.MonitorAsync(first, id, plant.Temperature.Id);
        await first.AskAsync<CloseSessionResponse>(new CloseSessionRequest { DeleteSubscriptions = false });
        plant.Push(1, 9);

        await using var second = await RawClient.ConnectAsync(plant.Server);
        await TransferAsync(second, id);

        Assert.Equal(Enumerable.Range(0, 10).Select(i => (double)i), TestServer.Numbers((await second.PublishAsync()).NotificationMessage));
    }

    private static async Task<IEnumerable<StatusCode>> TransferAsync(RawClient client, params uint[] ids) =>
        (await client.AskAsync<TransferSubscriptionsResponse>(new TransferSubscriptionsRequest { SubscriptionIds = ids }))
        .Results.Select(result => result.StatusCode);

    private static ReadRequest Read(TestServer plant) =>
        new() { NodesToRead = [new ReadValueId { NodeId = plant.Temperature.Id, AttributeId = AttributeIds.Value }] };
}
