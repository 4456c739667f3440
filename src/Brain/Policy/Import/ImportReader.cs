using System.Globalization;
using Jinan.IndustryBrain.Brain.Cockpit.Words;

namespace Jinan.IndustryBrain.Brain.Policy.Import;

/// <summary>Reads the values of a table, or says everything that is wrong with it: none is taken while one is wrong.</summary>
internal sealed class ImportReader(PlanCycle cycle, DateOnly today)
{
    private const int LongestText = 300;

    private static readonly string[] DateForms = ["yyyy-MM-dd", "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日", "yyyyMMdd"];

    private readonly List<ImportFault> _faults = [];

    public ImportContent Read(Table table)
    {
        if (table.Rows.Count == 0)
            return new ImportContent([], [new ImportFault(0, "", TargetPhrases.EmptyFile)]);
        var columns = FindColumns(table.Rows[0]);
        if (_faults.Count > 0)
            return new ImportContent([], _faults);
        if (table.Rows.Count == 1)
            return new ImportContent([], [new ImportFault(table.Rows[0].Line, "", TargetPhrases.NoRows)]);
        var values = table.Rows.Skip(1).Select(row => ReadRow(new RowReader(row, columns, _faults))).OfType<ImportedValue>().ToList();
        FindContradictions(values);
        return new ImportContent(values, [.. _faults.OrderBy(fault => fault.Line)]);
    }

    private Dictionary<ImportColumn, (int Index, string Heading)> FindColumns(TableRow head)
    {
        var columns = new Dictionary<ImportColumn, (int Index, string Heading)>();
        for (var index = 0; index < head.Cells.Count; index++)
        {
            var heading = head[index].Text;
            if (heading.Length == 0)
                continue;
            var place = $"{TableCell.ColumnName(index)} ({heading})";
            if (ImportColumns.Find(heading) is not { } column)
                _faults.Add(new ImportFault(head.Line, place, TargetPhrases.UnknownColumn, ImportColumns.Names));
            else if (!columns.TryAdd(column, (index, heading)))
                _faults.Add(new ImportFault(head.Line, place, TargetPhrases.ColumnTwice));
        }

        foreach (var missing in ImportColumns.Needed.Where(column => !columns.ContainsKey(column)))
            _faults.Add(new ImportFault(head.Line, "", TargetPhrases.ColumnMissing, ImportColumns.NameOf(missing)));
        return columns;
    }

    private ImportedValue? ReadRow(RowReader row)
    {
        var before = _faults.Count;
        var indicator = ReadIndicator(row);
        var number = ReadNumber(row);
        var factor = indicator is null ? 1 : ReadFactor(row, indicator);
        var kind = ReadKind(row);
        var asOf = ReadDay(row, ImportColumn.Date);
        var sourceDate = ReadDay(row, ImportColumn.SourceDate);
        var source = row.Needed(ImportColumn.Source, LongestText);
        var note = row.Optional(ImportColumn.Note, LongestText);
        if (asOf > today)
            row.Fault(ImportColumn.Date, TargetPhrases.InFuture, asOf);
        else if (asOf > cycle.Closes)
            row.Fault(ImportColumn.Date, TargetPhrases.AfterCycle, cycle.Closes.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (sourceDate > today)
            row.Fault(ImportColumn.SourceDate, TargetPhrases.InFuture, sourceDate);
        var value = number * factor;
        if (number < 0)
            row.Fault(ImportColumn.Value, TargetPhrases.Negative);
        if (indicator?.IsCount == true && value is { } count && count != decimal.Truncate(count))
            row.Fault(ImportColumn.Value, TargetPhrases.NotWhole);
        return _faults.Count > before
            ? null
            : new ImportedValue(row.Line, indicator!.Id, asOf!.Value, (double)value!.Value, kind!, source!, sourceDate!.Value, note);
    }

    private PlanIndicator? ReadIndicator(RowReader row)
    {
        if (row.Needed(ImportColumn.Indicator, LongestText) is not { } name)
            return null;
        var indicator = cycle.Find(name);
        if (indicator is null)
            row.Fault(ImportColumn.Indicator, TargetPhrases.UnknownIndicator, name, string.Join(", ", cycle.Indicators.Select(i => i.Id)));
        return indicator;
    }

    private static decimal? ReadNumber(RowReader row)
    {
        var cell = row[ImportColumn.Value];
        if (cell.Number is { } number)
            return Math.Abs(number) < 1_000_000_000_000_000m ? number : row.Fault<decimal>(ImportColumn.Value, TargetPhrases.NotANumber, cell.Text);
        if (cell.Day is not null)
            return row.Fault<decimal>(ImportColumn.Value, TargetPhrases.DateForNumber);
        if (row.Needed(ImportColumn.Value, LongestText) is not { } text)
            return null;

        // 1,234.5 as people write it; a comma elsewhere is not guessed at: 1,5 may be one and a half.
        const NumberStyles plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        var isGrouped = System.Text.RegularExpressions.Regex.IsMatch(text, @"^-?\d{1,3}(,\d{3})+(\.\d+)?$");
        return decimal.TryParse(text, isGrouped ? plain | NumberStyles.AllowThousands : plain, CultureInfo.InvariantCulture, out var read)
            && Math.Abs(read) < 1_000_000_000_000_000m
            ? read
            : row.Fault<decimal>(ImportColumn.Value, TargetPhrases.NotANumber, text);
    }

    private static decimal? ReadFactor(RowReader row, PlanIndicator indicator)
    {
        if (row.Optional(ImportColumn.Unit, LongestText) is not { } unit)
            return 1;
        foreach (var (name, factor) in indicator.Units)
        {
            if (string.Equals(name, unit, StringComparison.OrdinalIgnoreCase))
                return factor;
        }

        return row.Fault<decimal>(ImportColumn.Unit, TargetPhrases.UnknownUnit, unit, string.Join(", ", indicator.Units.Keys));
    }

    private static string? ReadKind(RowReader row)
    {
        if (row.Needed(ImportColumn.Kind, LongestText) is not { } text)
            return null;
        if (ValueKinds.Find(text) is { } kind)
            return kind;
        row.Fault(ImportColumn.Kind, TargetPhrases.UnknownKind, text, ValueKinds.Names);
        return null;
    }

    private static DateOnly? ReadDay(RowReader row, ImportColumn column)
    {
        if (row[column].Day is { } day)
            return day;
        if (row.Needed(column, LongestText) is not { } text)
            return null;
        return DateOnly.TryParseExact(text, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
            ? read
            : row.Fault<DateOnly>(column, TargetPhrases.NotADate, text);
    }

    // One file that says two things of one day has to be put right where it comes from.
    private void FindContradictions(List<ImportedValue> values)
    {
        foreach (var same in values.GroupBy(value => value.Key).Where(group => group.Select(value => value.Value).Distinct().Count() > 1))
        {
            foreach (var later in same.Skip(1))
                _faults.Add(new ImportFault(later.Line, "", TargetPhrases.Contradicts, same.First().Line));
        }
    }
}

/// <summary>What a file holds. Values are there only to be shown while there are faults.</summary>
internal sealed record ImportContent(IReadOnlyList<ImportedValue> Values, IReadOnlyList<ImportFault> Faults);

/// <summary>One value of a file, in the indicator's own unit.</summary>
internal sealed record ImportedValue(
    int Line, string Indicator, DateOnly AsOf, double Value, string Kind, string Source, DateOnly SourceDate, string? Note)
{
    /// <summary>What there is one value of.</summary>
    public (string Indicator, DateOnly AsOf, string Kind, string Source) Key => (Indicator, AsOf, Kind, Source);
}
