using Jinan.IndustryBrain.Contracts.Insights;

namespace Jinan.IndustryBrain.Uplink.Disclosure;

/// <summary>
/// The fields that leave the factory, one by one: what is not named here stays. A field that is added to
/// <see cref="Insight"/> later does not leave until somebody writes it down here.
/// <para>
/// <c>Reason</c> stays: it is free text and may quote a value. The state says to the city what it needs to know.
/// </para>
/// <para>
/// <c>Interval</c> stays: it narrows down the machine's true state, and no figure of the city is made of it.
/// </para>
/// </summary>
internal static class DisclosureContract
{
    public static Insight Project(Insight insight) => new()
    {
        Schema = insight.Schema,
        Id = insight.Id,
        Factory = insight.Factory,
        Enterprise = insight.Enterprise,
        Sector = insight.Sector,
        Asset = insight.Asset,
        AssetType = insight.AssetType,
        Model = new ModelReference(
            insight.Model.Capsule, insight.Model.Version, insight.Model.Digest, insight.Model.Name, insight.Model.Kind),
        Window = new InsightWindow(insight.Window.Kind, insight.Window.From, insight.Window.To, insight.Window.Context),
        State = insight.State,
        Value = insight.Value,
        Unit = insight.Unit,
        Label = insight.Label,
        Level = insight.Level,
        Contributions = [.. insight.Contributions.Select(part => new Contribution(part.Signal, part.Share))],
        Evidence = new Evidence(
            [.. insight.Evidence.Signals],
            insight.Evidence.Coverage,
            insight.Evidence.Values,
            insight.Evidence.Digest,
            insight.Evidence.Epoch,
            insight.Evidence.FirstSequence,
            insight.Evidence.LastSequence),
        Retrospective = insight.Retrospective,
        Hops = new HopTimes(insight.Hops.Source, insight.Hops.Collected, insight.Hops.Computed, insight.Hops.Uplinked),
    };
}
