using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;

namespace Jinan.IndustryBrain.Brain.Tests.Support;

/// <summary>Excel files as people make them, and read again.</summary>
internal static class Workbook
{
    /// <summary>Strings as shared strings, numbers as numbers, dates as numbers in a date format.</summary>
    public static byte[] Of(params object?[][] rows)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            var strings = new List<string>();
            var data = new SheetData(rows.Select(row => new Row(row.Select(value => Cell(value, strings)))));
            var sheet = book.AddNewPart<WorksheetPart>();
            sheet.Worksheet = new Worksheet(data);
            book.AddNewPart<SharedStringTablePart>().SharedStringTable = new SharedStringTable(strings.Select(text => new SharedStringItem(new Text(text))));
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = new Stylesheet(
                new NumberingFormats(new NumberingFormat { NumberFormatId = 170, FormatCode = "yyyy\"年\"m\"月\"d\"日\"" }),
                new Fonts(new Font()), new Fills(new Fill()), new Borders(new Border()), new CellStyleFormats(new CellFormat()),
                new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 170, ApplyNumberFormat = true }));
            book.Workbook = new DocumentFormat.OpenXml.Spreadsheet.Workbook(
                new Sheets(new Sheet { Id = book.GetIdOfPart(sheet), SheetId = 1, Name = "Sheet1" }));
        }

        return stream.ToArray();
    }

    /// <returns>The first sheet's cells: a double for a number, otherwise a string. The file is held against its schema first.</returns>
    public static List<List<object>> Read(byte[] file)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Select(fault => $"{fault.Path?.XPath}: {fault.Description}"));
        var sheet = document.WorkbookPart!.WorksheetParts.Single().Worksheet!;
        return [.. sheet.Descendants<Row>().Select(row => row.Elements<Cell>().Select(Value).ToList())];
    }

    /// <returns>How a number is shown: the code of its format.</returns>
    public static List<string> Formats(byte[] file)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), false);
        return [.. document.WorkbookPart!.WorkbookStylesPart!.Stylesheet!.NumberingFormats!.Elements<NumberingFormat>().Select(format => format.FormatCode!.Value!)];
    }

    private static object Value(Cell cell) => cell.DataType?.Value == CellValues.InlineString
        ? cell.InlineString!.InnerText
        : double.Parse(cell.CellValue!.Text, CultureInfo.InvariantCulture);

    private static Cell Cell(object? value, List<string> strings)
    {
        switch (value)
        {
            case null:
                return new Cell();
            case DateOnly day:
                var serial = day.DayNumber - new DateOnly(1899, 12, 30).DayNumber;
                return new Cell { CellValue = new CellValue(serial), DataType = CellValues.Number, StyleIndex = 1 };
            case string text:
                strings.Add(text);
                return new Cell { CellValue = new CellValue(strings.Count - 1), DataType = CellValues.SharedString };
            default:
                return new Cell { CellValue = new CellValue(Convert.ToString(value, CultureInfo.InvariantCulture)!), DataType = CellValues.Number };
        }
    }
}
