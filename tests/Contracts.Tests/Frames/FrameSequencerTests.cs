using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Contracts.Tests.Frames;

public sealed class FrameSequencerTests
{
    [Fact]
    public void Order_FirstFrameOfTheFirstEpoch_IsNext() =>
        Assert.Equal(FrameOrder.Next, new FrameSequencer(FramePosition.Start).Order(new(5, 1)));

    [Fact]
    public void Order_LaterFrameThanTheNext_IsAGap() =>
        Assert.Equal(FrameOrder.Gap, new FrameSequencer(new(5, 3)).Order(new(5, 5)));

    [Fact]
    public void Order_FrameOfAnOlderEpoch_IsADuplicate() =>
        Assert.Equal(FrameOrder.Duplicate, new FrameSequencer(new(6, 1)).Order(new(5, 900)));

    [Fact]
    public void Order_NewEpochThatDoesNotBeginWithOne_IsAGap() =>
        Assert.Equal(FrameOrder.Gap, new FrameSequencer(new(5, 3)).Order(new(6, 2)));

    [Fact]
    public void Order_EpochOfARestoredLog_IsNextOnlyWhereItWasFetched()
    {
        // It goes on counting: a consumer at 5.3 may miss 5.4 to 5.9, which only the collector can tell.
        var sequencer = new FrameSequencer(new(5, 3));
        Assert.Equal(FrameOrder.Gap, sequencer.Order(new(6, 4)));
        Assert.Equal(FrameOrder.Gap, sequencer.Order(new(6, 10), isFetched: true));
        Assert.Equal(FrameOrder.Next, sequencer.Order(new(6, 4), isFetched: true));
    }

    [Fact]
    public void Order_ShuffledDeliveryWithRepeats_LeadsThroughEachFrameOnce()
    {
        var random = new Random(11);
        var sequencer = new FrameSequencer(FramePosition.Start);
        var processed = new List<long>();
        while (processed.Count < 500)
        {
            // What a broker may do: anything near the front, in any order, any number of times.
            var delivered = new FramePosition(9, Math.Max(1, processed.Count + random.Next(-4, 6)));
            switch (sequencer.Order(delivered))
            {
                case FrameOrder.Next:
                    Take(delivered);
                    break;
                case FrameOrder.Gap:
                    for (var missing = sequencer.Position.Sequence + 1; missing <= delivered.Sequence; missing++)
                        Take(new(9, missing));
                    break;
                default:
                    Assert.Contains(delivered.Sequence, processed);
                    break;
            }
        }

        Assert.Equal(Enumerable.Range(1, processed.Count).Select(i => (long)i), processed);

        void Take(FramePosition frame)
        {
            sequencer.Advance(frame);
            processed.Add(frame.Sequence);
        }
    }

    [Fact]
    public void SkipTo_OldestStillKept_MakesItTheNext()
    {
        var sequencer = new FrameSequencer(new(5, 3));
        sequencer.SkipTo(new(5, 10));
        Assert.Equal(FrameOrder.Next, sequencer.Order(new(5, 10)));
    }

    [Fact]
    public void Advance_SameFrameTwice_IsRefused()
    {
        var sequencer = new FrameSequencer(new(5, 3));
        Assert.Throws<InvalidOperationException>(() => sequencer.Advance(new(5, 3)));
    }

    [Theory]
    [InlineData("1700000000000.42", true)]
    [InlineData("1700000000000", false)]
    [InlineData("-1.2", false)]
    [InlineData(".", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void TryParse_Position_TakesWhatToStringGives(string? text, bool parsed)
    {
        Assert.Equal(parsed, FramePosition.TryParse(text, out var position));
        if (parsed)
            Assert.Equal(text, position.ToString());
    }

    [Fact]
    public void Bundle_SeveralFrames_ComeBackInOrder()
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        FrameBundle.Append(buffer, [1, 2, 3]);
        FrameBundle.Append(buffer, []);
        FrameBundle.Append(buffer, [4]);

        Assert.Equal([[1, 2, 3], [], [4]], FrameBundle.Read(buffer.WrittenMemory).Select(f => f.ToArray()));
        Assert.Throws<FrameFormatException>(() => FrameBundle.Read(buffer.WrittenMemory[..^1]).Count());
    }
}
