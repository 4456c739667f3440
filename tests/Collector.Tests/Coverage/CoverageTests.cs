using Jinan.IndustryBrain.Collector.Coverage;

namespace Jinan.IndustryBrain.Collector.Tests.Coverage;

public class CoverageTests
{
    [Fact]
    public void Pieces_OverlappingGaps_FollowEachOtherWithoutHoles()
    {
        LedgerEntry[] gaps = [Gap(30, 50, NotCoveredReason.Disconnected), Gap(40, 60, NotCoveredReason.Overflow), Gap(45, 48, NotCoveredReason.Killed)];
        Assert.Equal(
            [
                new(0, 10, CoverageState.NotCollected, null),
                new(10, 30, CoverageState.Covered, null),
                new(30, 50, CoverageState.NotCovered, NotCoveredReason.Disconnected),
                new(50, 60, CoverageState.NotCovered, NotCoveredReason.Overflow),
                new(60, 80, CoverageState.Covered, null),
                new(80, 100, CoverageState.Pending, null),
            ],
            CoveragePieces.Of(0, 100, since: 10, aliveThrough: 80, gaps));
    }

    [Fact]
    public void Pieces_NothingCollectedYet_IsSaidSo() =>
        Assert.Equal([new(0, 100, CoverageState.NotCollected, null)], CoveragePieces.Of(0, 100, null, long.MinValue, []));

    [Fact]
    public void Pieces_OfAnyGaps_CoverTheTimeExactly()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            var gaps = Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(120)).Select(from => Gap(from, from + random.Next(1, 60), NotCoveredReason.Killed)).ToArray();
            var since = random.Next(60);
            var alive = random.Next(120);
            var pieces = CoveragePieces.Of(10, 100, since, alive, gaps);
            Assert.Equal(10, pieces[0].From);
            Assert.Equal(100, pieces[^1].To);
            Assert.All(pieces.Zip(pieces.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
            for (var at = 10; at < 100; at++)
            {
                var state = pieces.Single(piece => piece.From <= at && at < piece.To).State;
                var expected = at >= alive ? CoverageState.Pending
                    : at < since ? CoverageState.NotCollected
                    : gaps.Any(gap => gap.From <= at && at < gap.To) ? CoverageState.NotCovered : CoverageState.Covered;
                // Before collection began nothing is covered; a gap there may be named as such.
                Assert.True(state == expected || (at < since && state == CoverageState.NotCovered), $"{at}: {state}, not {expected}");
            }
        }
    }

    [Fact]
    public async Task Ledger_Reopened_KnowsWhatWasFlushed()
    {
        using var folder = new TemporaryFolder();
        await using (var ledger = await OpenAsync(folder))
        {
            ledger.Begin("plc1", 3, 100);
            ledger.Gap("plc1", null, 200, 300, NotCoveredReason.Disconnected);
            ledger.Open("plc1", 3, 400, NotCoveredReason.BadNode);
            ledger.Open("plc1", 3, 450, NotCoveredReason.BadNode);
            await ledger.FlushAsync(default);
        }

        await using (var ledger = await OpenAsync(folder))
        {
            Assert.True(ledger.HasBegun(3));
            ledger.Close("plc1", 3, 500, NotCoveredReason.BadNode);
            ledger.Close("plc1", 3, 600, NotCoveredReason.BadNode);
            await ledger.FlushAsync(default);
        }

        await using (var ledger = await OpenAsync(folder))
        {
            Assert.Equal(
                [
                    new(100, 200, CoverageState.Covered, null),
                    new(200, 300, CoverageState.NotCovered, NotCoveredReason.Disconnected),
                    new(300, 400, CoverageState.Covered, null),
                    new(400, 500, CoverageState.NotCovered, NotCoveredReason.BadNode),
                    new(500, 700, CoverageState.Covered, null),
                ],
                ledger.Query("plc1", 3, 100, 700, 1000));
            // Another connection's gaps are not this signal's.
            Assert.DoesNotContain(ledger.Query("plc2", 3, 100, 700, 1000), piece => piece.Reason == NotCoveredReason.Disconnected);
        }
    }

    [Fact]
    public async Task Ledger_OpenReason_ReachesToTheEnd()
    {
        using var folder = new TemporaryFolder();
        await using var ledger = await OpenAsync(folder);
        ledger.Begin("plc1", 1, 0);
        ledger.Open("plc1", 1, 50, NotCoveredReason.LatestValueOnly);
        Assert.Equal(new CoveragePiece(50, 90, CoverageState.NotCovered, NotCoveredReason.LatestValueOnly), ledger.Query("plc1", 1, 0, 90, 100)[^1]);
    }

    private static Task<CoverageLedger> OpenAsync(TemporaryFolder folder) => CoverageLedger.OpenAsync(folder.Path, TimeProvider.System, default);

    private static LedgerEntry Gap(long from, long to, NotCoveredReason reason) => new(LedgerEntryKind.Gap, "plc1", null, from, to, reason);
}
