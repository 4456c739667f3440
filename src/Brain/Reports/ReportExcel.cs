using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Jinan.IndustryBrain.Brain.Cockpit.Words;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Language;
using Column = DocumentFormat.OpenXml.Spreadsheet.Column;

namespace Jinan.IndustryBrain.Brain.Reports;

/// <summary>
/// A report as a workbook of one sheet. Figures are numbers as they are, not rounded; the number of a footnote belongs to
/// the cell's format, so that one can calculate with what is there.
/// </summary>
internal static class ReportExcel
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static byte[] Write(ReportDocument document, Texts texts, PlaceTime time)
    {
        using var stream = new MemoryStream();
        using (var package = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = package.AddWorkbookPart();
            var part = book.AddNewPart<WorksheetPart>();
            var formats = new ExcelFormats();
            var sheet = new SheetWriter(document, formats);
            sheet.Line(ExcelFormats.Title, document.Title);
            sheet.Line(ExcelFormats.Plain, texts[ReportPhrases.MadeAt, time.Full(document.At), time.ZoneText]);
            foreach (var note in document.Notes)
                sheet.Line(ExcelFormats.Plain, note);
            foreach (var table in document.Tables)
                sheet.Add(table);
            if (document.Footnotes.Count > 0)
            {
                sheet.Line();
                sheet.Line(ExcelFormats.Heading, texts[ReportPhrases.Footnotes]);
                foreach (var (index, footnote) in document.Footnotes.Index())
                    sheet.Line(ExcelFormats.Plain, $"[{index + 1}] {footnote}");
            }

            part.Worksheet = new Worksheet(sheet.Columns(), sheet.Data);
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = formats.Stylesheet();
            book.Workbook = new Workbook(new Sheets(new Sheet
            {
                Id = book.GetIdOfPart(part),
                SheetId = 1,
                Name = NameOf(document.Title),
            }));
            package.PackageProperties.Title = document.Title;
            package.PackageProperties.Created = document.At.UtcDateTime;
        }

        return stream.ToArray();
    }

    // Excel's own limits for the name of a sheet.
    private static string NameOf(string title)
    {
        var name = new string([.. title.Where(c => !@"[]:*?/\'".Contains(c))]);
        return name.Length switch { 0 => "1", <= 31 => name, _ => name[..31] };
    }

    private sealed class SheetWriter(ReportDocument document, ExcelFormats formats)
    {
        private const int Narrowest = 10;
        private const int Widest = 48;

        private readonly List<int> _widths = [];

        public SheetData Data { get; } = new();

        public void Line(uint style = ExcelFormats.Plain, string? text = null) =>
            Data.Append(text is null ? new Row() : new Row(Text(text, style)));

        public void Add(ReportTable table)
        {
            Line();
            Line(ExcelFormats.Heading, table.Title);
            Data.Append(new Row(table.Columns.Select(column => Text(column.Title, ExcelFormats.Heading))));
            foreach (var row in table.Rows)
                Data.Append(new Row(row.Select(Cell)));
            for (var column = 0; column < table.Columns.Count; column++)
            {
                if (_widths.Count == column)
                    _widths.Add(Narrowest);
                var widest = table.Rows.Select(row => WidthOf(row[column].Text)).Append(WidthOf(table.Columns[column].Title)).Max() + 6;
                _widths[column] = Math.Clamp(Math.Max(_widths[column], widest), Narrowest, Widest);
            }
        }

        public Columns Columns()
        {
            var columns = new Columns();
            for (var i = 0; i < Math.Max(1, _widths.Count); i++)
            {
                columns.Append(new Column
                {
                    Min = (uint)i + 1,
                    Max = (uint)i + 1,
                    Width = i < _widths.Count ? _widths[i] : Widest,
                    CustomWidth = true,
                });
            }

            return columns;
        }

        private Cell Cell(ReportCell cell)
        {
            var footnote = document.NumberOf(cell);
            if (cell.Number is not { } number || !double.IsFinite(number))
                return Text(footnote is null ? cell.Text : $"{cell.Text} [{footnote}]", ExcelFormats.Plain);
            return new Cell
            {
                CellValue = new CellValue(number.ToString("R", CultureInfo.InvariantCulture)),
                DataType = CellValues.Number,
                StyleIndex = formats.Figure(cell.IsShare, footnote),
            };
        }

        // A string is a string: nothing of it is taken for a formula.
        private static Cell Text(string text, uint style) => new()
        {
            InlineString = new InlineString(new Text(Printable(text)) { Space = SpaceProcessingModeValues.Preserve }),
            DataType = CellValues.InlineString,
            StyleIndex = style,
        };

        private static string Printable(string text) => new([.. text.Where(c => !char.IsControl(c) || c is '\n' or '\t').Take(32_000)]);

        // A Chinese letter is as wide as two others.
        private static int WidthOf(string text) => text.Sum(c => c >= '\u2e80' ? 2 : 1);
    }
}
