namespace Jinan.IndustryBrain.Brain.Policy.Import;

internal enum ImportColumn
{
    Indicator,
    Value,
    Unit,
    Date,
    Kind,
    Source,
    SourceDate,
    Note,
}

/// <summary>Headings of the columns, in both languages.</summary>
internal static class ImportColumns
{
    private static readonly (ImportColumn Column, string English, string Chinese)[] All =
    [
        (ImportColumn.Indicator, "indicator", "指标"),
        (ImportColumn.Value, "value", "数值"),
        (ImportColumn.Unit, "unit", "单位"),
        (ImportColumn.Date, "date", "日期"),
        (ImportColumn.Kind, "kind", "类型"),
        (ImportColumn.Source, "source", "来源"),
        (ImportColumn.SourceDate, "source_date", "来源日期"),
        (ImportColumn.Note, "note", "备注"),
    ];

    public static IReadOnlyList<ImportColumn> Needed { get; } =
        [ImportColumn.Indicator, ImportColumn.Value, ImportColumn.Date, ImportColumn.Kind, ImportColumn.Source, ImportColumn.SourceDate];

    public static string Names { get; } = string.Join(", ", All.Select(column => $"{column.English} ({column.Chinese})"));

    public static IReadOnlyList<string> English { get; } = [.. All.Select(column => column.English)];

    public static IReadOnlyList<string> Chinese { get; } = [.. All.Select(column => column.Chinese)];

    public static ImportColumn? Find(string heading)
    {
        var plain = heading.Trim().Replace(' ', '_');
        foreach (var (column, english, chinese) in All)
        {
            if (plain == chinese || string.Equals(plain, english, StringComparison.OrdinalIgnoreCase))
                return column;
        }

        return null;
    }

    public static string NameOf(ImportColumn column)
    {
        var (_, english, chinese) = All.First(entry => entry.Column == column);
        return $"{english} ({chinese})";
    }
}

/// <summary>How a value came about.</summary>
internal static class ValueKinds
{
    public const string Reported = "reported";
    public const string Measured = "measured";
    public const string Estimated = "estimated";

    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        [Reported] = Reported,
        ["上报"] = Reported,
        ["填报"] = Reported,
        [Measured] = Measured,
        ["实测"] = Measured,
        ["测量"] = Measured,
        [Estimated] = Estimated,
        ["估算"] = Estimated,
        ["估计"] = Estimated,
    };

    public static string Names => "reported (上报), measured (实测), estimated (估算)";

    public static string? Find(string word) => Words.GetValueOrDefault(word.Trim());
}
