using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.EdgeConsole.Warnings;
using Jinan.IndustryBrain.ServiceDefaults.Storage;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Warnings;

public sealed class CaseTests : IDisposable
{
    private readonly WarningsStand _stand = new();

    public void Dispose() => _stand.Dispose();

    [Fact]
    public async Task Insights_AtAWarningLevel_MakeOneCaseAMachine()
    {
        Assert.Equal(InsightOutcome.Opened, await _stand.TakeAsync(_stand.Insight(0)));
        Assert.Equal(InsightOutcome.Joined, await _stand.TakeAsync(_stand.Insight(1)));
        Assert.Equal(InsightOutcome.Joined, await _stand.TakeAsync(_stand.Insight(1, model: "other")));
        Assert.Equal(InsightOutcome.Opened, await _stand.TakeAsync(_stand.Insight(0, asset: "m2")));
        var cases = await _stand.Desk.ListAsync("auto-01", withEnded: false, CancellationToken.None);
        Assert.Equal([("m1", 3L), ("m2", 1L)], cases.Select(c => (c.Case.Asset, c.Case.Insights)).Order());
        Assert.Equal(3, cases.Single(c => c.Case.Asset == "m1").Case.Revision);
    }

    [Fact]
    public async Task Insight_ThatIsNoWarning_MakesNone()
    {
        Assert.Equal(InsightOutcome.NoWarning, await _stand.TakeAsync(_stand.Insight(0, InsightLevel.Ok)));
        Assert.Equal(InsightOutcome.NoWarning, await _stand.TakeAsync(_stand.Insight(1) with { Retrospective = true }));
        Assert.Equal(InsightOutcome.NoWarning, await _stand.TakeAsync(_stand.Insight(2) with { State = InsightState.CoverageTooLow }));
        Assert.Empty(await _stand.Desk.ListAsync(null, withEnded: true, CancellationToken.None));
        Assert.Empty(await _stand.WaitingAsync());
    }

    [Fact]
    public async Task Insight_BroughtAgain_ChangesNothing_AlsoAfterARestart()
    {
        await _stand.TakeAsync(_stand.Insight(0));
        Assert.Equal(InsightOutcome.Known, await _stand.TakeAsync(_stand.Insight(0)));
        _stand.Reopen();
        Assert.Equal(InsightOutcome.Known, await _stand.TakeAsync(_stand.Insight(0)));
        Assert.Equal((1, 1), ((int)(await _stand.OnlyAsync()).Insights, (int)(await _stand.OnlyAsync()).Revision));
    }

    [Fact]
    public async Task Case_WorseInsight_RaisesItsLevelAndKeepsTheNewestAtTheWorst()
    {
        await _stand.TakeAsync(_stand.Insight(0));
        await _stand.TakeAsync(_stand.Insight(1, InsightLevel.Alarm));
        await _stand.TakeAsync(_stand.Insight(2));
        await _stand.TakeAsync(_stand.Insight(3, InsightLevel.Alarm));
        var warning = await _stand.OnlyAsync();
        Assert.Equal((InsightLevel.Alarm, "m1-wear-3"), (warning.Level, warning.Worst.Id));
        Assert.Equal(["raised", "escalated"], (await _stand.DetailAsync(warning)).History.Select(e => e.What));
    }

    [Fact]
    public async Task EveryChange_IsInTheOutboxWithItsRevision()
    {
        await _stand.TakeAsync(_stand.Insight(0));
        Assert.Equal(1, Assert.Single(await _stand.WaitingAsync()).Revision);
        var warning = await _stand.OnlyAsync();
        Assert.Equal(CaseChange.Done, await _stand.ActAsync(warning, CaseAction.Confirm, "grease is dry"));
        var waiting = Assert.Single(await _stand.WaitingAsync());
        Assert.Equal((2, WarningState.Confirmed, WarningsStand.Start), (waiting.Revision, waiting.State, waiting.Confirmed));
        Assert.Null(waiting.NoteForCity);

        // What colleagues tell each other is no change of the case.
        Assert.Equal(CaseChange.Done, await _stand.ActAsync(warning, CaseAction.Note, "ask Wang"));
        Assert.Equal(2, Assert.Single(await _stand.WaitingAsync()).Revision);
        Assert.Equal(CaseChange.Done, await _stand.ActAsync(warning, CaseAction.NoteForCity, "bearing ordered"));
        Assert.Equal("bearing ordered", Assert.Single(await _stand.WaitingAsync()).NoteForCity);
        Assert.Equal(
            [("raised", null), ("confirmed", "grease is dry"), ("note", "ask Wang"), ("note_for_city", "bearing ordered")],
            (await _stand.DetailAsync(warning)).History.Select(e => (e.What, e.Who is null ? null : e.Text)));
    }

    [Fact]
    public async Task Rejected_SameAgain_IsCountedAndNotRaised_UntilTheModelWasWellInBetween()
    {
        await _stand.TakeAsync(_stand.Insight(0));
        var warning = await _stand.OnlyAsync();
        await _stand.ActAsync(warning, CaseAction.Reject, "sensor was cleaned");
        _stand.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(InsightOutcome.StillRejected, await _stand.TakeAsync(_stand.Insight(1)));
        _stand.Reopen();
        Assert.Equal(InsightOutcome.StillRejected, await _stand.TakeAsync(_stand.Insight(2)));
        Assert.Equal(2, (await _stand.DetailAsync(warning)).Record.WentOn);
        await _stand.TakeAsync(_stand.Insight(3, InsightLevel.Ok));
        Assert.Equal(InsightOutcome.Opened, await _stand.TakeAsync(_stand.Insight(4)));
        Assert.NotEqual(warning.Id, (await _stand.OnlyAsync()).Id);
    }

    [Fact]
    public async Task Rejected_WorseLevel_IsANewCase()
    {
        await _stand.TakeAsync(_stand.Insight(0));
        await _stand.ActAsync(await _stand.OnlyAsync(), CaseAction.Reject);
        _stand.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(InsightOutcome.Opened, await _stand.TakeAsync(_stand.Insight(1, InsightLevel.Alarm)));
    }

    [Fact]
    public async Task Closed_SameAgain_IsANewCase_ButNotWhatWasComputedBefore()
    {
        await _stand.TakeAsync(_stand.Insight(0));
        var onItsWay = _stand.Insight(1);
        _stand.Time.Advance(TimeSpan.FromSeconds(1));
        await _stand.ActAsync(await _stand.OnlyAsync(), CaseAction.Close, "repaired");
        Assert.Equal(InsightOutcome.Overtaken, await _stand.TakeAsync(onItsWay));
        _stand.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(InsightOutcome.Opened, await _stand.TakeAsync(_stand.Insight(2)));
    }

    [Fact]
    public async Task KnownMaintenance_HoldsBackAndCounts_UntilItsEnd()
    {
        await _stand.TakeAsync(_stand.Insight(0));
        var warning = await _stand.OnlyAsync();
        Assert.Equal(CaseChange.UntilNotUsable, await _stand.ActAsync(warning, CaseAction.Maintain, until: WarningsStand.Start));
        Assert.Equal(CaseChange.UntilNotUsable, await _stand.ActAsync(warning, CaseAction.Maintain));
        Assert.Equal(CaseChange.Done, await _stand.ActAsync(warning, CaseAction.Maintain, "new gearbox", WarningsStand.Start.AddHours(8)));
        _stand.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(InsightOutcome.HeldBack, await _stand.TakeAsync(_stand.Insight(1, InsightLevel.Alarm)));
        Assert.Equal(InsightOutcome.Known, await _stand.TakeAsync(_stand.Insight(1, InsightLevel.Alarm)));
        Assert.Equal(1, Assert.Single(await _stand.RunningAsync()).HeldBack);
        var lastMoment = _stand.Insight(2);
        _stand.Time.Advance(TimeSpan.FromHours(8));

        // It comes late, but was computed while the work went on.
        Assert.Equal(InsightOutcome.HeldBack, await _stand.TakeAsync(lastMoment));
        Assert.Empty(await _stand.RunningAsync());
        Assert.Equal(InsightOutcome.Opened, await _stand.TakeAsync(_stand.Insight(3)));
    }

    [Fact]
    public async Task KnownMaintenance_EndedEarly_RaisesAgain()
    {
        await _stand.TakeAsync(_stand.Insight(0));
        await _stand.ActAsync(await _stand.OnlyAsync(), CaseAction.Maintain, until: WarningsStand.Start.AddHours(8));
        _stand.Time.Advance(TimeSpan.FromMinutes(1));
        await _stand.Maintenance.EndAsync(Assert.Single(await _stand.RunningAsync()), "wang", null, CancellationToken.None);
        _stand.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(InsightOutcome.Opened, await _stand.TakeAsync(_stand.Insight(1)));
    }

    [Fact]
    public async Task Reopen_GoesOnWithTheCase_UnlessAnotherIsOpen()
    {
        await _stand.TakeAsync(_stand.Insight(0));
        var first = await _stand.OnlyAsync();
        await _stand.ActAsync(first, CaseAction.Reject);
        Assert.Equal(CaseChange.Done, await _stand.ActAsync(first, CaseAction.Reopen));
        _stand.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(InsightOutcome.Joined, await _stand.TakeAsync(_stand.Insight(1)));
        await _stand.ActAsync(first, CaseAction.Close);
        _stand.Time.Advance(TimeSpan.FromSeconds(1));
        await _stand.TakeAsync(_stand.Insight(2));
        Assert.Equal(CaseChange.AnotherIsOpen, await _stand.ActAsync(first, CaseAction.Reopen));
    }

    [Fact]
    public async Task Action_ThatDoesNotFit_IsRefusedAndChangesNothing()
    {
        await _stand.TakeAsync(_stand.Insight(0));
        var warning = await _stand.OnlyAsync();
        Assert.Equal(CaseChange.NotNow, await _stand.ActAsync(warning, CaseAction.Reopen));
        Assert.Equal(CaseChange.TextMissing, await _stand.ActAsync(warning, CaseAction.Note, "  "));
        Assert.Equal(CaseChange.TextTooLong, await _stand.ActAsync(warning, CaseAction.Note, new string('x', NoteText.Most + 1)));
        Assert.Equal(CaseChange.Unknown, await _stand.Desk.ActAsync("auto-02", warning.Id, CaseAction.Confirm, "li", null, null, CancellationToken.None));
        Assert.Equal((WarningState.Open, 1), ((await _stand.OnlyAsync()).State, (int)(await _stand.OnlyAsync()).Revision));
    }

    [Fact]
    public async Task Case_OfManyInsights_KeepsABoundedNumber_TheFirstAndTheWorstAmongThem()
    {
        await _stand.TakeAsync(_stand.Insight(0));
        await _stand.TakeAsync(_stand.Insight(1, InsightLevel.Alarm));
        for (var number = 2; number < 1000; number++)
            await _stand.TakeAsync(_stand.Insight(number));
        var warning = await _stand.OnlyAsync();
        Assert.Equal(1000, warning.Insights);
        var kept = await _stand.Database.ReadAsync(connection => connection.Read("SELECT id FROM insights", row => row.GetString(0)), CancellationToken.None);
        Assert.InRange(kept.Count, 500, 502);
        Assert.Contains("m1-wear-0", kept);
        Assert.Contains("m1-wear-1", kept);
        Assert.Contains("m1-wear-999", kept);
    }
}
