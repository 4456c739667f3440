using Jinan.IndustryBrain.OpcUa.Client;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

public sealed class SequenceTrackerTests
{
    [Theory]
    [InlineData(0u, 1u, SequenceVerdict.InOrder)]
    [InlineData(0u, 2u, SequenceVerdict.Gap)]
    [InlineData(5u, 5u, SequenceVerdict.Duplicate)]
    [InlineData(5u, 3u, SequenceVerdict.Duplicate)]
    [InlineData(uint.MaxValue, 1u, SequenceVerdict.InOrder)]
    [InlineData(uint.MaxValue, 2u, SequenceVerdict.Gap)]
    [InlineData(uint.MaxValue - 1, 1u, SequenceVerdict.Gap)]
    [InlineData(1u, uint.MaxValue, SequenceVerdict.Duplicate)]
    internal void Number_AfterAnother_IsJudged(uint last, uint number, SequenceVerdict expected)
    {
        var tracker = new SequenceTracker();
        tracker.StartAfter(last);
        Assert.Equal(expected, tracker.Judge(number));
        Assert.Equal(last, tracker.Last);
    }

    [Theory]
    [InlineData(1u, 0u)]
    [InlineData(2u, 1u)]
    [InlineData(0u, uint.MaxValue)]
    public void KeepAlive_NamesTheNextNumber(uint carried, uint lastSent) =>
        Assert.Equal(lastSent, SequenceTracker.Before(carried));
}
