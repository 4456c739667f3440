using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Jinan.IndustryBrain.Brain.Cockpit.Words;

namespace Jinan.IndustryBrain.Brain.Policy.Import;

/// <summary>The first sheet of an .xlsx that is not hidden. Of a formula it takes the value that the file was saved with.</summary>
internal static partial class ExcelTable
{
    // A file of a megabyte must not become gigabytes when it is unpacked.
    private const long MostBytesUnpacked = 64L * 1024 * 1024;
    private const int MostCharactersOfAPart = 32 * 1024 * 1024;

    /// <exception cref="TableException">It is no such file.</exception>
    public static Table Read(byte[] file)
    {
        try
        {
            CheckSize(file);
            using var document = SpreadsheetDocument.Open(
                new MemoryStream(file, writable: false), false, new OpenSettings { MaxCharactersInPart = MostCharactersOfAPart });
            var book = document.WorkbookPart ?? throw Unreadable();
            var sheet = book.Workbook?.Sheets?.Elements<Sheet>().FirstOrDefault(s => s.State is null || s.State.Value == SheetStateValues.Visible)
                ?? throw Unreadable();
            if (book.GetPartById(sheet.Id?.Value ?? "") is not WorksheetPart part)
                throw Unreadable();
            return new Table(RowsOf(part, new Book(book)));
        }
        catch (Exception fault) when (fault is InvalidDataException or FileFormatException or OpenXmlPackageException or XmlException or FormatException
            or InvalidOperationException or ArgumentException or OverflowException or KeyNotFoundException)
        {
            throw Unreadable();
        }
    }

    private static void CheckSize(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file, writable: false));
        if (zip.Entries.Sum(entry => entry.Length) > MostBytesUnpacked)
            throw new TableException(new ImportFault(0, "", TargetPhrases.TooLarge, MostBytesUnpacked / 1024 / 1024));
    }

    private static List<TableRow> RowsOf(WorksheetPart part, Book book)
    {
        var rows = new List<TableRow>();
        var line = 0;
        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (reader.ElementType != typeof(Row) || !reader.IsStartElement)
                continue;
            var row = (Row)reader.LoadCurrentElement()!;
            line = (int?)row.RowIndex?.Value ?? line + 1;
            var cells = new List<TableCell>();
            foreach (var cell in row.Elements<Cell>())
            {
                var column = cell.CellReference?.Value is { } reference ? ColumnOf(reference) : cells.Count;
                if (column >= Table.MostColumns)
                    throw new TableException(new ImportFault(line, "", TargetPhrases.TooManyColumns, Table.MostColumns));
                while (cells.Count <= column)
                    cells.Add(TableCell.Empty);
                cells[column] = book.Read(cell);
            }

            if (cells.TrueForAll(cell => cell.IsEmpty))
                continue;
            if (rows.Count > Table.MostRows)
                throw new TableException(new ImportFault(line, "", TargetPhrases.TooManyRows, Table.MostRows));
            rows.Add(new TableRow(line, cells));
        }

        return rows;
    }

    private static int ColumnOf(string reference)
    {
        var column = 0;
        foreach (var letter in reference.TakeWhile(char.IsAsciiLetter))
            column = checked((column * 26) + (char.ToUpperInvariant(letter) - 'A' + 1));
        return column - 1;
    }

    private static TableException Unreadable() => new(new ImportFault(0, "", TargetPhrases.NotAnExcel));

    /// <summary>What cells refer to: the strings and the formats of the whole book.</summary>
    private sealed class Book(WorkbookPart book)
    {
        private readonly List<string> _strings =
            [.. book.SharedStringTablePart?.SharedStringTable?.Elements<SharedStringItem>().Select(TextOf) ?? []];

        private readonly List<bool> _isDate = DateFormats(book.WorkbookStylesPart?.Stylesheet);

        // Days since 1899-12-30, or since 1904-01-01 in books that a Mac once made.
        private readonly DateOnly _zero = book.Workbook?.WorkbookProperties?.Date1904?.Value == true ? new DateOnly(1904, 1, 1) : new DateOnly(1899, 12, 30);

        public TableCell Read(Cell cell)
        {
            var raw = cell.CellValue?.Text ?? "";
            var type = cell.DataType?.Value;
            if (type == CellValues.SharedString)
                return new TableCell(_strings[int.Parse(raw, NumberStyles.None, CultureInfo.InvariantCulture)].Trim());
            if (type == CellValues.InlineString)
                return new TableCell(string.Concat(cell.InlineString?.Descendants<Text>().Select(text => text.Text) ?? []).Trim());
            if (type == CellValues.Error)
                return new TableCell(raw, Error: true);
            if (type == CellValues.Date)
                return new TableCell(raw, Day: DateOnly.FromDateTime(DateTime.Parse(raw, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)));
            if (type is not null && type != CellValues.Number)
                return new TableCell(raw.Trim());
            if (raw.Length == 0)
                return TableCell.Empty;
            var number = decimal.Parse(raw, NumberStyles.Float, CultureInfo.InvariantCulture);
            return cell.StyleIndex?.Value is { } style && style < _isDate.Count && _isDate[(int)style]
                ? new TableCell(raw, Day: _zero.AddDays((int)number))
                : new TableCell(raw, Number: number);
        }

        // Phonetic guides of East Asian text are no part of it.
        private static string TextOf(SharedStringItem item) =>
            item.Text?.Text ?? string.Concat(item.Elements<Run>().Select(run => run.Text?.Text));

        private static List<bool> DateFormats(Stylesheet? styles)
        {
            var own = styles?.NumberingFormats?.Elements<NumberingFormat>()
                .Where(format => format.NumberFormatId is not null)
                .ToDictionary(format => format.NumberFormatId!.Value, format => format.FormatCode?.Value ?? "") ?? [];
            return [.. styles?.CellFormats?.Elements<CellFormat>().Select(format => IsDate(format.NumberFormatId?.Value ?? 0, own)) ?? []];
        }

        // ECMA-376 part 1, 18.8.30: 14 to 22 everywhere, 27 to 36 and 50 to 58 in East Asian books.
        private static bool IsDate(uint id, Dictionary<uint, string> own) =>
            own.TryGetValue(id, out var code)
                ? NotOfAPattern().Replace(code, "").ToLowerInvariant().AsSpan().ContainsAny('y', 'd')
                : id is >= 14 and <= 22 or >= 27 and <= 36 or >= 50 and <= 58;
    }

    // What stands in quotes or brackets, or behind a backslash: text, colours and countries.
    [GeneratedRegex("""\"[^"]*"|\[[^\]]*\]|\\.""")]
    private static partial Regex NotOfAPattern();
}
