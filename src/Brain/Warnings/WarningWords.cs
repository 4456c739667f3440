using System.Text.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Warnings;

namespace Jinan.IndustryBrain.Brain.Warnings;

/// <summary>The contract's own words for its values.</summary>
internal static class WarningWords
{
    public static IReadOnlyList<string> States { get; } = [.. Enum.GetValues<WarningState>().Select(Of)];

    public static string Of(WarningState state) => JsonSerializer.SerializeToElement(state, ContractsJson.Default.WarningState).GetString()!;

    public static string Of(WarningField field) => JsonSerializer.SerializeToElement(field, ContractsJson.Default.WarningField).GetString()!;

    public static WarningField Field(string word) => JsonSerializer.Deserialize($"\"{word}\"", ContractsJson.Default.WarningField);

    /// <returns>The fields that are there to see in a report.</returns>
    public static IReadOnlyList<WarningField> Released(WarningReport report)
    {
        (WarningField Field, bool IsThere)[] fields =
        [
            (WarningField.Level, report.Level is not null),
            (WarningField.AssetType, report.AssetType is not null),
            (WarningField.Asset, report.Asset is not null),
            (WarningField.ModelKind, report.ModelKind is not null),
            (WarningField.Signals, report.Signals is not null),
            (WarningField.Value, report.Value is not null || report.Unit is not null),
            (WarningField.Evidence, report.Evidence is not null),
            (WarningField.Note, report.Note is not null),
        ];
        return [.. fields.Where(field => field.IsThere).Select(field => field.Field)];
    }
}
