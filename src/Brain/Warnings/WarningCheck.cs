using System.Text.Json;
using System.Text.RegularExpressions;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.Contracts.Warnings;

namespace Jinan.IndustryBrain.Brain.Warnings;

/// <summary>
/// Whether one item of a batch is a report of a case and nothing more. As with insights, every text is short and every list
/// is bounded.
/// </summary>
internal static partial class WarningCheck
{
    public const int LongestNote = 2000;
    private const int MaxSignals = 8;
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <returns>Why it is refused, or null.</returns>
    public static Sentence? TryRead(JsonElement item, DateTimeOffset now, out WarningReport? report)
    {
        report = null;
        try
        {
            report = item.Deserialize(ContractsJson.Default.WarningReport);
        }
        catch (JsonException fault)
        {
            return RefusalSentences.NoReport.Of(fault.Message.Length <= 200 ? fault.Message : fault.Message[..200]);
        }

        return report is null ? RefusalSentences.Null.Of() : FindFault(report, now);
    }

    private static Sentence? FindFault(WarningReport report, DateTimeOffset now)
    {
        if (report.Schema != WarningReport.CurrentSchema)
            return RefusalSentences.UnknownSchema.Of(report.Schema, WarningReport.CurrentSchema);
        if (!Id().IsMatch(report.Id))
            return RefusalSentences.BadReportId.Of();
        if (report.Revision < 0)
            return RefusalSentences.NegativeRevision.Of();
        if (!Enum.IsDefined(report.State) || report.Level is { } level && !Enum.IsDefined(level))
            return RefusalSentences.BadReportState.Of();
        if (report.Raised > now + Ahead || report.Changed > now + Ahead)
            return RefusalSentences.ReportInFuture.Of();
        if (FindBadName(report) is { } name)
            return RefusalSentences.BadName.Of(name);
        if (report.Signals?.Count > MaxSignals)
            return RefusalSentences.TooManySignals.Of(MaxSignals);
        if (report.Value is { } value && !double.IsFinite(value))
            return RefusalSentences.NotFinite.Of();
        if (report.Unit is { } unit && !Unit().IsMatch(unit))
            return RefusalSentences.BadUnit.Of();
        if (report.Evidence is { } evidence && !(Digest().IsMatch(evidence.Digest) && Id().IsMatch(evidence.Insight)))
            return RefusalSentences.BadEvidence.Of();
        return report.Note is { } note && (note.Length > LongestNote || note.Any(c => char.IsControl(c) && c is not '\n' and not '\r' and not '\t'))
            ? RefusalSentences.NoteTooLong.Of(LongestNote)
            : null;
    }

    private static string? FindBadName(WarningReport report)
    {
        IEnumerable<(string Field, string? Value, bool Optional)> names =
        [
            ("factory", report.Factory, false), ("enterprise", report.Enterprise, false), ("sector", report.Sector, false),
            ("assetType", report.AssetType, true), ("asset", report.Asset, true), ("modelKind", report.ModelKind, true),
            .. (report.Signals ?? []).Select(signal => ("signals", (string?)signal, false)),
        ];
        foreach (var (field, value, optional) in names)
        {
            if (value is null ? !optional : !Name().IsMatch(value))
                return field;
        }

        return null;
    }

    [GeneratedRegex(@"^[\p{L}\p{Nd}._\-:+]{1,120}$")]
    private static partial Regex Id();

    [GeneratedRegex(@"^[\p{L}\p{Nd} ._\-/:+]{1,120}$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[\p{L}\p{Nd}%°µ./*^\[\]{}()\-]{1,20}$")]
    private static partial Regex Unit();

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Digest();
}
