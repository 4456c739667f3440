using Jinan.IndustryBrain.Collector.Coverage;
using Jinan.IndustryBrain.Collector.History;

namespace Jinan.IndustryBrain.Collector.Tests.Coverage;

public class HoleTests
{
    private const long Second = 1_000_000_000;

    [Theory]
    [InlineData(100, false)] // stored
    [InlineData(101, true)]
    [InlineData(149, true)]
    [InlineData(150, false)] // stored
    public void Lacks_ValuesAround_AreNotWanted(long second, bool isWanted) =>
        Assert.Equal(isWanted, new Hole(105 * Second, 160 * Second, new StoredAround(100 * Second, 150 * Second)).Lacks(second * Second));

    [Fact]
    public void Lacks_ValueLongBeforeTheInterval_IsNotWanted() =>
        Assert.False(new Hole(100 * Second, 160 * Second, new StoredAround(long.MinValue, 150 * Second)).Lacks(80 * Second));

    [Fact]
    public void Book_TooManyOfASignal_KeepsTheNewest()
    {
        var book = new HoleBook();
        for (var i = 0; i < HoleBook.MostOfASignal + 5; i++)
            book.Add("plc1", 1, new Hole(i, i + 1, new StoredAround(i, i + 1)));
        book.Add("plc1", 2, new Hole(0, 1, default));
        Assert.Equal(HoleBook.MostOfASignal + 1, book.Count("plc1"));
        Assert.Equal(5, book.Of("plc1")[0].Holes[0].From);
        book.Settle("plc1", 1, 1_000);
        Assert.Equal([1_000L, 1_001, 1_002, 1_003, 1_004], book.Of("plc1")[0].Holes.Select(hole => hole.From));
        Assert.Equal(0, book.Count("plc2"));
    }

    [Fact]
    public async Task Ledger_HolesAndFills_SurviveAndSettle()
    {
        using var folder = new TemporaryFolder();
        await using (var ledger = await CoverageLedger.OpenAsync(folder.Path, TimeProvider.System, default))
        {
            ledger.Begin("plc1", 3, 0);
            ledger.Open("plc1", 3, 100, NotCoveredReason.Disconnected);
            ledger.Close("plc1", 3, 200, NotCoveredReason.Disconnected, new StoredAround(90, 195));
            ledger.Gap("plc1", 3, 300, 310, NotCoveredReason.Overflow, new StoredAround(300, 310));
            ledger.Gap("plc1", 3, 310, 320, NotCoveredReason.Overflow, new StoredAround(310, 320));
            await ledger.FlushAsync(default);
        }

        await using (var ledger = await CoverageLedger.OpenAsync(folder.Path, TimeProvider.System, default))
        {
            // One interval for those who look at gaps, two for those who fill them: what lies between is stored.
            Assert.Equal(
                [new Hole(100, 200, new(90, 195)), new Hole(300, 310, new(300, 310)), new Hole(310, 320, new(310, 320))],
                Assert.Single(ledger.HolesOf("plc1")).Holes);
            ledger.Fill("plc1", 3, 120, 200, 17);
            ledger.Settle("plc1", 3, 310);
            await ledger.FlushAsync(default);
        }

        await using (var ledger = await CoverageLedger.OpenAsync(folder.Path, TimeProvider.System, default))
        {
            Assert.Equal(1, ledger.CountHoles("plc1"));
            Assert.Equal(
                [
                    new(0, 100, CoverageState.Covered, null),
                    new(100, 120, CoverageState.NotCovered, NotCoveredReason.Disconnected),
                    new(120, 200, CoverageState.Filled, NotCoveredReason.Disconnected, 17),
                    new(200, 300, CoverageState.Covered, null),
                    new(300, 320, CoverageState.NotCovered, NotCoveredReason.Overflow),
                    new(320, 400, CoverageState.Covered, null),
                ],
                ledger.Query("plc1", 3, 0, 400, 1_000));
        }
    }

    [Fact]
    public void Fill_ValuesInOrder_GoToTheIntervalsThatLackThem()
    {
        var fill = new SignalFill(0, [new Hole(300 * Second, 310 * Second, new(300 * Second, 310 * Second)), new Hole(310 * Second, 320 * Second, new(310 * Second, 320 * Second))], long.MinValue);
        Assert.Equal([false, true, false, true, false], new long[] { 300, 305, 310, 315, 320 }.Select(second => fill.Take(second * Second)));
        Assert.Equal([1L, 1], fill.Holes.Select(hole => hole.Values));
    }

    [Theory]
    [InlineData(true, long.MinValue, new long[] { 150, 160 }, "100-200")]
    [InlineData(false, long.MinValue, new long[] { 150, 160 }, "150-200")] // history begins within
    [InlineData(true, 155, new long[] { 120, 150, 160, 170 }, "100-150 160-200")] // the server was away between
    [InlineData(false, 155, new long[] { 120, 150 }, "120-150")]
    [InlineData(true, 155, new long[] { 160 }, "160-200")]
    [InlineData(true, long.MinValue, new long[0], "100-200")] // nothing changed
    [InlineData(true, 155, new long[0], "")] // who knows
    [InlineData(false, long.MinValue, new long[0], "")] // no history
    public void Pieces_OfWhatHistorySaid_AreOnlyWhatItShowsToKnow(bool reachesBack, long serverStart, long[] times, string expected)
    {
        var pieces = new FilledPieces(new Hole(100, 200, new StoredAround(90, 195)), serverStart);
        foreach (var time in times)
            pieces.Take(time);
        Assert.Equal(expected, string.Join(' ', pieces.Of(reachesBack).Select(piece => $"{piece.From}-{piece.To}")));
    }

    [Fact]
    public void Pieces_OverflowWithoutAValue_IsNotFilled() =>
        Assert.Empty(new FilledPieces(new Hole(100, 200, new StoredAround(100, 200)), long.MinValue).Of(reachesBack: true));
}
