using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.EdgeConsole.Warnings;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Warnings;

/// <summary>Maintenance that people announce, prolong and end, with and without a case.</summary>
public sealed class MaintenanceTests : IDisposable
{
    private static readonly DateTimeOffset Noon = WarningsStand.Start.AddHours(8);
    private readonly WarningsStand _stand = new();

    public void Dispose() => _stand.Dispose();

    [Fact]
    public async Task Begun_WithoutACase_HoldsBackFromThenOn_AlsoAfterARestart()
    {
        Assert.Equal(CaseChange.Done, await _stand.MaintainAsync(Noon, text: "new spindle"));
        _stand.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(InsightOutcome.HeldBack, await _stand.TakeAsync(_stand.Insight(0, InsightLevel.Alarm)));
        Assert.Equal(InsightOutcome.Opened, await _stand.TakeAsync(_stand.Insight(0, asset: "m2")));
        _stand.Reopen();
        Assert.Equal(InsightOutcome.HeldBack, await _stand.TakeAsync(_stand.Insight(1)));
        var running = Assert.Single(await _stand.RunningAsync());
        Assert.Equal(("m1", WarningsStand.Start, Noon, "li", "new spindle", 2L), (running.Asset, running.Since, running.Until, running.Who, running.Note, running.HeldBack));
        Assert.Equal([("began", "li", Noon, "new spindle")], Lines(running));
        Assert.Equal("m2", (await _stand.OnlyAsync()).Asset);
    }

    [Fact]
    public async Task Begun_WithAnOpenCase_TakesTheCaseAlong_InOneTransaction()
    {
        await _stand.TakeAsync(_stand.Insight(0));
        var warning = await _stand.OnlyAsync();
        await _stand.ActAsync(warning, CaseAction.Confirm);
        Assert.Equal(CaseChange.Done, await _stand.MaintainAsync(Noon, "wang", "bearing is changed"));
        Assert.Equal(WarningState.KnownMaintenance, (await _stand.OnlyAsync(withEnded: true)).State);
        var detail = await _stand.DetailAsync(warning);
        Assert.Equal((WarningsStand.Start, "wang", "known_maintenance", "bearing is changed"), detail.History[^1] is var line ? (line.At, line.Who, line.What, line.Text) : default);
        Assert.Equal(Noon, detail.Maintenance?.Until);
        Assert.Equal((3, WarningState.KnownMaintenance), Assert.Single(await _stand.WaitingAsync()) is var waiting ? (waiting.Revision, waiting.State) : default);
        Assert.Equal([("began", "wang", Noon, "bearing is changed")], Lines(Assert.Single(await _stand.RunningAsync())));
    }

    [Fact]
    public async Task Begun_WhereACaseCannotBeStored_LeavesNoMaintenanceEither()
    {
        await _stand.TakeAsync(_stand.Insight(0));
        await _stand.Database.WriteAsync(connection => ServiceDefaults.Storage.Sql.Do(connection, "DROP TABLE maintenance_entries"), CancellationToken.None);
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => _stand.MaintainAsync(Noon));
        Assert.Equal((WarningState.Open, 1L), (await _stand.OnlyAsync()) is var warning ? (warning.State, warning.Revision) : default);
        _stand.Reopen();
        Assert.Empty(await _stand.RunningAsync());
    }

    [Fact]
    public async Task End_Changed_HoldsFromThenOn_AndStandsInTheHistory()
    {
        await _stand.MaintainAsync(Noon);
        _stand.Time.Advance(TimeSpan.FromHours(7));
        var running = Assert.Single(await _stand.RunningAsync());
        Assert.Equal(CaseChange.Done, await _stand.Maintenance.ChangeEndAsync(running, Noon.AddHours(4), "wang", "waiting for a part", CancellationToken.None));
        _stand.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(InsightOutcome.HeldBack, await _stand.TakeAsync(_stand.Insight(0)));
        running = Assert.Single(await _stand.RunningAsync());
        Assert.Equal((Noon.AddHours(4), "li"), (running.Until, running.Who));
        Assert.Equal([("began", "li", Noon, null), ("end_changed", "wang", Noon.AddHours(4), "waiting for a part")], Lines(running));
    }

    [Fact]
    public async Task Ended_RaisesFromThenOn_AndIsPast_ButCountsWhatWasComputedBefore()
    {
        await _stand.MaintainAsync(Noon);
        _stand.Time.Advance(TimeSpan.FromHours(1));
        var onItsWay = _stand.Insight(0);
        _stand.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(CaseChange.Done, await _stand.Maintenance.EndAsync(Assert.Single(await _stand.RunningAsync()), "wang", "done early", CancellationToken.None));
        Assert.Empty(await _stand.RunningAsync());
        Assert.Equal(InsightOutcome.HeldBack, await _stand.TakeAsync(onItsWay));
        Assert.Equal(InsightOutcome.Opened, await _stand.TakeAsync(_stand.Insight(1)));
        var past = Assert.Single((await _stand.PastAsync()).Listed);
        Assert.Equal((WarningsStand.Start, WarningsStand.Start.AddHours(2), 1L), (past.Since, past.Until, past.HeldBack));
        Assert.Equal([("began", "li", Noon, null), ("ended", "wang", WarningsStand.Start.AddHours(2), "done early")], Lines(past));
    }

    [Fact]
    public async Task Begun_AgainLater_KeepsTheOneBefore_AndWhatComesLateIsCountedThere()
    {
        await _stand.MaintainAsync(WarningsStand.Start.AddHours(1));
        _stand.Time.Advance(TimeSpan.FromMinutes(30));
        var onItsWay = _stand.Insight(0);
        _stand.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(CaseChange.Done, await _stand.MaintainAsync(Noon, "wang"));
        Assert.Equal(InsightOutcome.HeldBack, await _stand.TakeAsync(onItsWay));
        Assert.Equal(0, Assert.Single(await _stand.RunningAsync()).HeldBack);
        var past = Assert.Single((await _stand.PastAsync()).Listed);
        Assert.Equal((WarningsStand.Start.AddHours(1), 1L), (past.Until, past.HeldBack));
        Assert.Equal(["began"], past.History.Select(e => e.What));
    }

    [Fact]
    public async Task Case_MaintainedWhileOneRuns_SupersedesIt()
    {
        var before = _stand.Insight(0);
        _stand.Time.Advance(TimeSpan.FromMinutes(1));
        await _stand.MaintainAsync(Noon);

        // It was computed before anybody said so, and comes now.
        Assert.Equal(InsightOutcome.Opened, await _stand.TakeAsync(before));
        _stand.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(CaseChange.Done, await _stand.ActAsync(await _stand.OnlyAsync(), CaseAction.Maintain, "as planned", Noon.AddHours(1)));
        var running = Assert.Single(await _stand.RunningAsync());
        Assert.Equal([("began", "li", Noon.AddHours(1), "as planned")], Lines(running));
        var past = Assert.Single((await _stand.PastAsync()).Listed);
        Assert.Equal(["began", "superseded"], past.History.Select(e => e.What));
        Assert.Equal(running.Since, past.Until);

        // A second time in the same moment.
        await _stand.ActAsync(await _stand.OnlyAsync(withEnded: true), CaseAction.Reopen);
        await _stand.ActAsync(await _stand.OnlyAsync(), CaseAction.Maintain, until: Noon);
        _stand.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, (await _stand.PastAsync()).Count);
        Assert.Equal(Noon, Assert.Single(await _stand.RunningAsync()).Until);
    }

    [Fact]
    public async Task Case_Reopened_EndsTheMaintenance_InTheNameOfWhoDidIt()
    {
        await _stand.TakeAsync(_stand.Insight(0));
        await _stand.MaintainAsync(Noon, "wang");
        _stand.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(CaseChange.Done, await _stand.ActAsync(await _stand.OnlyAsync(withEnded: true), CaseAction.Reopen, "it was not that"));
        Assert.Equal(
            [("began", "wang", Noon, null), ("ended", "li", WarningsStand.Start.AddHours(1), "it was not that")], Lines(Assert.Single((await _stand.PastAsync()).Listed)));
    }

    [Fact]
    public async Task Rules_AreThoseOfCases()
    {
        Assert.Equal(CaseChange.UntilNotUsable, await _stand.MaintainAsync(WarningsStand.Start));
        Assert.Equal(CaseChange.UntilNotUsable, await _stand.MaintainAsync(WarningsStand.Start.AddDays(90).AddTicks(1)));
        Assert.Equal(CaseChange.UntilNotUsable, await _stand.Maintenance.BeginAsync("auto-01", "m1", null, "li", null, CancellationToken.None));
        Assert.Equal(CaseChange.TextTooLong, await _stand.MaintainAsync(Noon, text: new string('x', NoteText.Most + 1)));
        Assert.Empty(await _stand.RunningAsync());
        Assert.Equal(CaseChange.Done, await _stand.MaintainAsync(WarningsStand.Start.AddDays(90), text: " \a "));
        var running = Assert.Single(await _stand.RunningAsync());
        Assert.Equal(CaseChange.UntilNotUsable, await _stand.Maintenance.ChangeEndAsync(running, WarningsStand.Start, "li", null, CancellationToken.None));
        Assert.Equal(CaseChange.TextTooLong, await _stand.Maintenance.EndAsync(running, "li", new string('x', NoteText.Most + 1), CancellationToken.None));
        Assert.Single(Assert.Single(await _stand.RunningAsync()).History);
    }

    [Fact]
    public async Task TwoEngineers_AtOnce_OneIsDone_TheOtherIsToldToLookAgain()
    {
        var begun = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => _stand.MaintainAsync(Noon.AddHours(n), $"engineer-{n}"))));
        Assert.Equal((1, 7), (begun.Count(c => c == CaseChange.Done), begun.Count(c => c == CaseChange.NotNow)));
        var seen = Assert.Single(await _stand.RunningAsync());
        var changed = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => n % 2 == 0
            ? _stand.Maintenance.ChangeEndAsync(seen, seen.Until.AddHours(n + 1), $"engineer-{n}", null, CancellationToken.None)
            : _stand.Maintenance.EndAsync(seen, $"engineer-{n}", null, CancellationToken.None))));
        Assert.Equal((1, 7), (changed.Count(c => c == CaseChange.Done), changed.Count(c => c == CaseChange.NotNow)));
        List<Maintenance> all = [.. await _stand.RunningAsync(), .. (await _stand.PastAsync()).Listed];
        Assert.Equal(2, Assert.Single(all).History.Count);
    }

    [Fact]
    public async Task TwoEngineers_OneOnTheCaseAndOneOnTheMachine_LeaveOneMaintenanceAndOneLineInTheCase()
    {
        for (var machine = 0; machine < 20; machine++)
        {
            var asset = $"m{machine}";
            await _stand.TakeAsync(_stand.Insight(0, asset: asset));
            var warning = await _stand.OnlyAsync();
            var done = await Task.WhenAll(
                Task.Run(() => _stand.ActAsync(warning, CaseAction.Maintain, until: Noon)), Task.Run(() => _stand.MaintainAsync(Noon.AddHours(1), "wang", asset: asset)));
            Assert.Equal([CaseChange.Done, CaseChange.NotNow], done.Order());
            Assert.Equal(["raised", "known_maintenance"], (await _stand.DetailAsync(warning)).History.Select(e => e.What));
            Assert.Single((await _stand.RunningAsync()).Single(m => m.Asset == asset).History);
        }

        Assert.Empty((await _stand.PastAsync()).Listed);
    }

    [Fact]
    public async Task Past_AreThoseOfNinetyDays_NewestEndFirst_AndTheFileKeepsAll()
    {
        for (var day = 0; day < 100; day++)
        {
            await _stand.MaintainAsync(_stand.Time.GetUtcNow().AddHours(1), asset: $"m{day % 3}");
            _stand.Time.Advance(TimeSpan.FromDays(1));
        }

        var past = await _stand.PastAsync();
        Assert.Equal((90L, 90), (past.Count, past.Listed.Count));
        Assert.Equal(past.Listed.Select(m => m.Until).OrderDescending(), past.Listed.Select(m => m.Until));
        Assert.Equal(100, await _stand.Database.ReadAsync(
            connection => ServiceDefaults.Storage.Sql.Number(connection, "SELECT count(*) FROM maintenance_all"), CancellationToken.None));
    }

    private static IEnumerable<(string, string, DateTimeOffset, string?)> Lines(Maintenance maintenance) =>
        maintenance.History.Select(e => (e.What, e.Who, e.Until, e.Text));
}
