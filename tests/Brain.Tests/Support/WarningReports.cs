using System.Text.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Warnings;

namespace Jinan.IndustryBrain.Brain.Tests.Support;

/// <summary>Reports of cases as an edge sends them.</summary>
internal static class WarningReports
{
    public static readonly DateTimeOffset Raised = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Of a policy that releases everything.</summary>
    public static WarningReport Full(string factory, string id, long revision = 1) => Bare(factory, id, revision) with
    {
        Level = InsightLevel.Alarm,
        AssetType = "welding-robot-joint",
        Asset = $"{factory}-m1",
        ModelKind = "health_index",
        Signals = ["torque", "speed"],
        Value = 0.31,
        Unit = "1",
        Evidence = new WarningEvidence(new string('b', 32), new string('a', 64)),
        Note = "bearing ordered",
    };

    /// <summary>Of a policy that releases no field.</summary>
    public static WarningReport Bare(string factory, string id, long revision = 1) => new()
    {
        Id = id,
        Revision = revision,
        Factory = factory,
        Enterprise = $"ent-{factory}",
        Sector = "auto",
        State = WarningState.Open,
        Raised = Raised,
        Changed = Raised.AddMinutes(revision),
    };

    public static string Json(params WarningReport[] reports) => JsonSerializer.Serialize(reports, ContractsJson.Default.WarningReportArray);
}
