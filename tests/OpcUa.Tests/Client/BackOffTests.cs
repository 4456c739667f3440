using Jinan.IndustryBrain.OpcUa.Client;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

public sealed class BackOffTests
{
    static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    [Fact]
    public void Pauses_DoubleUpToTheLongest()
    {
        var backOff = new BackOff(First, Longest, () => 1.0);
        Assert.Equal([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000], Enumerable.Range(0, 9).Select(_ => backOff.Next().TotalMilliseconds));
    }

    [Fact]
    public void Pauses_AfterAThousandFailures_StayAtTheLongest()
    {
        var backOff = new BackOff(First, Longest, () => 1.0);
        for (var i = 0; i < 1_000; i++) backOff.Next();
        Assert.Equal(Longest, backOff.Next());
    }

    [Fact]
    public void Jitter_TakesAwayAtMostHalf() =>
        Assert.Equal(TimeSpan.FromMilliseconds(125), new BackOff(First, Longest, () => 0.0).Next());

    [Fact]
    public void Connection_ThatHeld_StartsOver_AndOneThatBrokeAtOnce_DoesNot()
    {
        var backOff = new BackOff(First, Longest, () => 1.0);
        backOff.Next();
        backOff.Held(TimeSpan.FromSeconds(1));
        Assert.Equal(1, backOff.Attempts);
        backOff.Held(Longest);
        Assert.Equal(0, backOff.Attempts);
    }
}
