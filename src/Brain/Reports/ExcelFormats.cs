using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Jinan.IndustryBrain.Brain.Reports;

/// <summary>The formats of one workbook: a few that every one has, and one for each footnote of a figure.</summary>
internal sealed class ExcelFormats
{
    public const uint Plain = 0;
    public const uint Heading = 1;
    public const uint Title = 2;
    private const uint FirstFigure = 3;

    // ECMA-376 part 1, 18.8.30: numbers below 164 are built in.
    private const uint FirstOwn = 164;

    private readonly List<string> _codes = [];

    /// <returns>The style of a figure with a footnote.</returns>
    public uint Figure(bool isShare, int? footnote)
    {
        var code = (isShare ? "0.0%" : "General") + (footnote is null ? "" : $"\" [{footnote}]\"");
        var index = _codes.IndexOf(code);
        if (index < 0)
        {
            index = _codes.Count;
            _codes.Add(code);
        }

        return FirstFigure + (uint)index;
    }

    public Stylesheet Stylesheet()
    {
        var formats = new NumberingFormats(_codes.Select((code, index) => new NumberingFormat
        {
            NumberFormatId = FirstOwn + (uint)index,
            FormatCode = code,
        }));
        var fonts = new Fonts(
            new Font(new FontSize { Val = 11 }),
            new Font(new Bold(), new FontSize { Val = 11 }),
            new Font(new Bold(), new FontSize { Val = 15 }));
        var cells = new CellFormats(
            new CellFormat { FontId = 0 },
            new CellFormat { FontId = 1, ApplyFont = true },
            new CellFormat { FontId = 2, ApplyFont = true });
        foreach (var (index, _) in _codes.Index())
        {
            cells.Append(new CellFormat(new Alignment { Horizontal = HorizontalAlignmentValues.Right })
            {
                FontId = 0,
                NumberFormatId = FirstOwn + (uint)index,
                ApplyNumberFormat = true,
                ApplyAlignment = true,
            });
        }

        var sheet = new Stylesheet();
        if (_codes.Count > 0)
            sheet.Append(formats);
        sheet.Append(
            fonts,
            new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
            new Borders(new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder())),
            new CellStyleFormats(new CellFormat()),
            cells);
        return sheet;
    }
}
