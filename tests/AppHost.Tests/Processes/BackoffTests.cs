using Jinan.IndustryBrain.AppHost.Processes;

namespace Jinan.IndustryBrain.AppHost.Tests.Processes;

public sealed class BackoffTests
{
    [Fact]
    public void Next_RepeatedDeaths_DoublesUpToTheCap()
    {
        var backoff = new Backoff();

        var waits = Enumerable.Range(0, 9).Select(_ => backoff.Next(TimeSpan.FromSeconds(1)).TotalSeconds);

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 30, 30, 30], waits);
    }

    [Fact]
    public void Next_AfterAGoodWhile_BeginsAnew()
    {
        var backoff = new Backoff();
        for (var i = 0; i < 5; i++)
            backoff.Next(TimeSpan.Zero);

        Assert.Equal(0.5, backoff.Next(TimeSpan.FromMinutes(5)).TotalSeconds);
    }
}
