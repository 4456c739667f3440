using System.Text.Json;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Warnings;

namespace Jinan.IndustryBrain.Contracts.Tests.Warnings;

/// <summary>What a report holds under every policy that there can be.</summary>
public sealed class DisclosurePolicyTests
{
    private static readonly string[] Always =
        ["schema", "id", "revision", "factory", "enterprise", "sector", "state", "raised", "changed", "withdrawn"];

    private static readonly Dictionary<WarningField, string[]> Members = new()
    {
        [WarningField.Level] = ["level"],
        [WarningField.AssetType] = ["assetType"],
        [WarningField.Asset] = ["asset"],
        [WarningField.ModelKind] = ["modelKind"],
        [WarningField.Signals] = ["signals"],
        [WarningField.Value] = ["value", "unit"],
        [WarningField.Evidence] = ["evidence"],
        [WarningField.Note] = ["note"],
    };

    [Fact]
    public void Apply_UnderEveryPolicy_ReleasesTheFieldsOfThePolicyAndNoOther()
    {
        var fields = Enum.GetValues<WarningField>();
        for (var chosen = 0; chosen < 1 << fields.Length; chosen++)
        {
            var released = fields.Where((_, i) => (chosen & (1 << i)) != 0).ToList();
            var report = new DisclosurePolicy { Releases = WarningRelease.All, Fields = released }.Apply(Case(WarningState.Open));
            var members = JsonSerializer.SerializeToElement(report!, ContractsJson.Default.WarningReport).EnumerateObject().Select(m => m.Name);
            Assert.Equal([.. Always.Concat(released.SelectMany(f => Members[f])).Order()], members.Order());
        }
    }

    [Fact]
    public void Policy_NobodyHasSet_ReleasesNothing()
    {
        foreach (var state in Enum.GetValues<WarningState>())
            Assert.Null(DisclosurePolicy.Closed.Apply(Case(state) with { Confirmed = DateTimeOffset.UnixEpoch }));
    }

    [Theory]
    [InlineData(WarningState.Open)]
    [InlineData(WarningState.Acknowledged)]
    [InlineData(WarningState.Rejected)]
    [InlineData(WarningState.KnownMaintenance)]
    [InlineData(WarningState.Closed)]
    public void Apply_ReleasingConfirmedOnly_HoldsBackWhatNobodyConfirmed(WarningState state)
    {
        var policy = new DisclosurePolicy { Releases = WarningRelease.Confirmed, Fields = [] };
        Assert.Null(policy.Apply(Case(state)));
        Assert.Equal(state, policy.Apply(Case(state) with { Confirmed = DateTimeOffset.UnixEpoch })!.State);
    }

    [Fact]
    public void Withdraw_OfAFullReport_HoldsNoReleasedField()
    {
        var full = new DisclosurePolicy { Releases = WarningRelease.All, Fields = Enum.GetValues<WarningField>() }.Apply(Case(WarningState.Open))!;
        var withdrawn = full.Withdraw(9);
        Assert.True(withdrawn.Withdrawn);
        Assert.Equal(9, withdrawn.Revision);
        Assert.Equal(
            [.. Always.Order()],
            JsonSerializer.SerializeToElement(withdrawn, ContractsJson.Default.WarningReport).EnumerateObject().Select(m => m.Name).Order());
    }

    [Fact]
    public void Apply_Signals_AreTheThreeThatContributedMost()
    {
        var report = new DisclosurePolicy { Releases = WarningRelease.All, Fields = [WarningField.Signals] }.Apply(Case(WarningState.Open));
        Assert.Equal(["a", "b", "c"], report!.Signals);
    }

    private static WarningCase Case(WarningState state) => new()
    {
        Id = "case", Revision = 3, Factory = "auto-01", Enterprise = "ent-auto-01", Sector = "auto", Asset = "m1", AssetType = "robot", State = state,
        Level = InsightLevel.Alarm, Raised = DateTimeOffset.UnixEpoch, Changed = DateTimeOffset.UnixEpoch, Insights = 2, NoteForCity = "bearing",
        Worst = new Insight
        {
            Id = "insight", Factory = "auto-01", Enterprise = "ent-auto-01", Sector = "auto", Asset = "m1", AssetType = "robot",
            Model = new("capsule", "1.0.0", "d", "wear", "health_index"), Window = new("grid", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch),
            State = InsightState.Computed, Value = 0.2, Unit = "1", Level = InsightLevel.Alarm,
            Contributions = [new("a", 0.5), new("b", -0.3), new("c", 0.1), new("d", 0.1)],
            Evidence = new(["m1/a"], 1, 10, "digest", 1, 1, 2), Hops = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch),
        },
    };
}
