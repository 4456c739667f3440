using Jinan.IndustryBrain.OpcUa.Server;

namespace Jinan.IndustryBrain.OpcUa.Tests.Server;

public sealed class SharedQuotaTests
{
    // 100 kept for each of 10 subscriptions, 3,000 for whoever comes first; a session has 2,000 at most.
    readonly SharedQuota _quota = new(most: 4_000, mostOfSession: 2_000, subscriptions: 10);

    [Fact]
    public void Exchange_OfMoreThanThereIs_GivesWhatIsLeftAndTheKeptPart()
    {
        Assert.Equal(2_000, _quota.Exchange(Of(new SessionQuota()), 0, 5_000));
        Assert.Equal(1_200, _quota.Exchange(Of(new SessionQuota()), 0, 5_000));
        Assert.Equal(100, _quota.Exchange(Of(new SessionQuota()), 0, 5_000));
        Assert.Equal(100, _quota.Exchange(Of(null), 0, 5_000));
    }

    [Fact]
    public void Exchange_ForLess_GivesTheRestToOthers()
    {
        var first = Of(new SessionQuota());
        Assert.Equal(2_000, _quota.Exchange(first, 0, 2_000));
        Assert.Equal(50, _quota.Exchange(first, 2_000, 50));

        Assert.Equal((50, 50), (first.Taken, first.Session!.Taken));
        Assert.Equal(2_000, _quota.Exchange(Of(new SessionQuota()), 0, 2_000));
        Assert.Equal(1_200, _quota.Exchange(Of(new SessionQuota()), 0, 2_000));
    }

    [Fact]
    public void Exchange_WhereNotOneUnitFits_ChangesNothing()
    {
        var account = Of(new SessionQuota());
        Assert.Equal(1_995, _quota.Exchange(account, 0, 5_000, unit: 7));

        Assert.Equal(0, _quota.Exchange(account, 0, 70, unit: 7));
        Assert.Equal(0, _quota.Exchange(account, 7, 2_001, unit: 2_001));
        Assert.Equal(1_995, account.Taken);
    }

    [Fact]
    public void Move_ToASessionThatHasItsFill_TakesNothingAndGivesNothingMore()
    {
        var from = new SessionQuota();
        var to = new SessionQuota();
        var moved = Of(from);
        var own = Of(to);
        _quota.Exchange(moved, 0, 1_500);
        _quota.Exchange(own, 0, 1_500);

        _quota.Move(moved, to);

        Assert.Equal((0, 3_000), (from.Taken, to.Taken));
        Assert.Equal(1_500, _quota.Exchange(own, 1_500, 1_600));
        Assert.Equal(0, _quota.Exchange(own, 0, 1));
        Assert.Equal(1_400, _quota.Exchange(own, 1_500, 1_400));
        _quota.Move(moved, null);
        Assert.Equal(1_400, to.Taken);
    }

    [Fact]
    public async Task Exchange_OfManyAtOnce_KeepsTheBoundAndEndsWithNothingTaken()
    {
        var accounts = Enumerable.Range(0, 10).Select(_ => Of(new SessionQuota())).ToArray();
        await Task.WhenAll(accounts.Select((account, number) => Task.Run(() =>
        {
            var random = new Random(number);
            long has = 0;
            for (var i = 0; i < 10_000; i++)
            {
                var wished = random.Next(3_000);
                var given = _quota.Exchange(account, has, wished);
                has = given == 0 && wished > 0 ? has : given;
                Assert.True(has >= Math.Min(wished, 100) || wished == 0, "The kept part is always there.");
            }

            _quota.GiveBack(account, has);
        })));

        Assert.All(accounts, account => Assert.Equal((0, 0), (account.Taken, account.Session!.Taken)));
        Assert.Equal(2_000, _quota.Exchange(accounts[0], 0, 5_000));
        Assert.Equal(1_200, _quota.Exchange(accounts[1], 0, 5_000));
        Assert.Equal(100, _quota.Exchange(accounts[2], 0, 5_000));
    }

    static QuotaAccount Of(SessionQuota? session) => new() { Session = session };
}
