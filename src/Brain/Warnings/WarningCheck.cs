using System.Text.Json;
using System.Text.RegularExpressions;
using Jinan.IndustryBrain.Contracts;
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
    public static string? TryRead(JsonElement item, DateTimeOffset now, out WarningReport? report)
    {
        report = null;
        try
        {
            report = item.Deserialize(ContractsJson.Default.WarningReport);
        }
        catch (JsonException fault)
        {
            return $"it is not a report of a warning: {(fault.Message.Length <= 200 ? fault.Message : fault.Message[..200])}";
        }

        return report is null ? "it is null" : FindFault(report, now);
    }

    private static string? FindFault(WarningReport report, DateTimeOffset now)
    {
        if (report.Schema != WarningReport.CurrentSchema)
            return $"schema {report.Schema} is not known; this city reads {WarningReport.CurrentSchema}";
        if (!Id().IsMatch(report.Id))
            return "the id is not 1 to 120 letters, digits and . _ - : +";
        if (report.Revision < 0)
            return "the revision is negative";
        if (!Enum.IsDefined(report.State) || report.Level is { } level && !Enum.IsDefined(level))
            return "state or level is a number that stands for none";
        if (report.Raised > now + Ahead || report.Changed > now + Ahead)
            return "it was raised or changed in the future";
        if (FindBadName(report) is { } name)
            return $"{name} is not a name of 1 to 120 letters, digits, spaces and . _ - / : +";
        if (report.Signals?.Count > MaxSignals)
            return $"there are more than {MaxSignals} signals";
        if (report.Value is { } value && !double.IsFinite(value))
            return "the value is not a finite number";
        if (report.Unit is { } unit && !Unit().IsMatch(unit))
            return "the unit is not one";
        if (report.Evidence is { } evidence && !(Digest().IsMatch(evidence.Digest) && Id().IsMatch(evidence.Insight)))
            return "evidence.digest is not 64 lower-case hex digits, or evidence.insight no id";
        return report.Note is { } note && (note.Length > LongestNote || note.Any(c => char.IsControl(c) && c is not '\n' and not '\r' and not '\t'))
            ? $"the note is longer than {LongestNote} characters, or holds control characters"
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
