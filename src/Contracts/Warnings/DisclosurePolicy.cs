using System.Text.Json.Serialization;
using Jinan.IndustryBrain.Contracts.Insights;

namespace Jinan.IndustryBrain.Contracts.Warnings;

/// <summary>What of its warnings a factory tells the bureau. The factory's people set it; the uplink holds to it.</summary>
public sealed record DisclosurePolicy
{
    /// <summary>Named warnings leave only when people say so.</summary>
    public static readonly DisclosurePolicy Closed = new() { Releases = WarningRelease.Nothing, Fields = [] };

    public required WarningRelease Releases { get; init; }

    /// <summary>Fields beyond state and times. Each at most once.</summary>
    public required IReadOnlyList<WarningField> Fields { get; init; }

    /// <summary>The report of a case under this policy, or null where it may not leave.</summary>
    public WarningReport? Apply(WarningCase warning)
    {
        ArgumentNullException.ThrowIfNull(warning);
        var leaves = Releases switch
        {
            WarningRelease.All => true,
            WarningRelease.Confirmed => warning.Confirmed is not null,
            _ => false,
        };
        if (!leaves)
            return null;
        var worst = warning.Worst;
        return new WarningReport
        {
            Id = warning.Id,
            Revision = warning.Revision,
            Factory = warning.Factory,
            Enterprise = warning.Enterprise,
            Sector = warning.Sector,
            State = warning.State,
            Raised = warning.Raised,
            Changed = warning.Changed,
            Level = Has(WarningField.Level) ? warning.Level : null,
            AssetType = Has(WarningField.AssetType) ? warning.AssetType : null,
            Asset = Has(WarningField.Asset) ? warning.Asset : null,
            ModelKind = Has(WarningField.ModelKind) ? worst.Model.Kind : null,
            Signals = Has(WarningField.Signals) ? [.. worst.Contributions.Take(MostSignals).Select(part => part.Signal)] : null,
            Value = Has(WarningField.Value) ? worst.Value : null,
            Unit = Has(WarningField.Value) ? worst.Unit : null,
            Evidence = Has(WarningField.Evidence) ? new WarningEvidence(worst.Id, worst.Evidence.Digest) : null,
            Note = Has(WarningField.Note) ? warning.NoteForCity : null,
        };
    }

    private const int MostSignals = 3;

    private bool Has(WarningField field) => Fields.Contains(field);
}

/// <summary>Which cases leave.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WarningRelease>))]
public enum WarningRelease
{
    [JsonStringEnumMemberName("nothing")] Nothing,

    /// <summary>Those that people confirmed, from then on.</summary>
    [JsonStringEnumMemberName("confirmed")] Confirmed,

    [JsonStringEnumMemberName("all")] All,
}

/// <summary>Fields of a <see cref="WarningReport"/> that a policy may release.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WarningField>))]
public enum WarningField
{
    [JsonStringEnumMemberName("level")] Level,
    [JsonStringEnumMemberName("asset_type")] AssetType,
    [JsonStringEnumMemberName("asset")] Asset,
    [JsonStringEnumMemberName("model_kind")] ModelKind,
    [JsonStringEnumMemberName("signals")] Signals,

    /// <summary>The model's answer with its unit.</summary>
    [JsonStringEnumMemberName("value")] Value,
    [JsonStringEnumMemberName("evidence")] Evidence,
    [JsonStringEnumMemberName("note")] Note,
}
