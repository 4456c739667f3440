using Jinan.IndustryBrain.Brain.Cockpit.Words;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Language;
using SkiaSharp;

namespace Jinan.IndustryBrain.Brain.Reports;

/// <summary>A report on A4 pages, across: tables with the numbers as the page shows them, footnotes at the end.</summary>
internal sealed class ReportPdf : IDisposable
{
    public const string ContentType = "application/pdf";

    // Points.
    private const float PageWidth = 842;
    private const float PageHeight = 595;
    private const float Margin = 40;
    private const float Inner = PageWidth - (2 * Margin);
    private const float Bottom = PageHeight - Margin - 16;
    private const float TextSize = 9;
    private const float MarkSize = 6;
    private const float LineHeight = 13;
    private const float CellGap = 8;

    private readonly ReportDocument _document;
    private readonly Texts _texts;
    private readonly PdfText _text;
    private readonly SKDocument _pdf;
    private readonly SKPaint _rule = new() { Color = new SKColor(0xb5, 0xbd, 0xc5), StrokeWidth = 0.5f };
    private SKCanvas _canvas;
    private float _y;
    private int _page;

    private ReportPdf(ReportDocument document, Texts texts, SKTypeface face, Stream stream)
    {
        (_document, _texts) = (document, texts);
        _text = new PdfText(face);
        _pdf = SKDocument.CreatePdf(stream, new SKDocumentPdfMetadata
        {
            Title = document.Title,
            Author = texts[CockpitPhrases.Product],
            Creation = document.At.UtcDateTime,
            RasterDpi = 144,
            EncodingQuality = 101,
        }) ?? throw new InvalidOperationException("Skia was built without PDF.");
        _canvas = NewPage();
    }

    public static byte[] Write(ReportDocument document, Texts texts, PlaceTime time, SKTypeface face)
    {
        using var stream = new MemoryStream();
        using (var report = new ReportPdf(document, texts, face, stream))
            report.WriteAll(time);
        return stream.ToArray();
    }

    public void Dispose()
    {
        _pdf.Dispose();
        _text.Dispose();
        _rule.Dispose();
    }

    private void WriteAll(PlaceTime time)
    {
        Paragraph(_document.Title, 16);
        Paragraph(_texts[ReportPhrases.MadeAt, time.Full(_document.At), time.ZoneText], TextSize, isSoft: true);
        foreach (var note in _document.Notes)
            Paragraph(note, TextSize, isSoft: true);
        foreach (var table in _document.Tables)
            Table(table);
        if (_document.Footnotes.Count > 0)
        {
            _y += LineHeight;
            Paragraph(_texts[ReportPhrases.Footnotes], 11);
            foreach (var (index, footnote) in _document.Footnotes.Index())
                Paragraph($"[{index + 1}] {footnote}", 8);
        }

        _pdf.EndPage();
        _pdf.Close();
    }

    private void Paragraph(string text, float size, bool isSoft = false)
    {
        var height = size * 1.45f;
        foreach (var line in _text.Wrap(text, size, Inner))
        {
            Room(height);
            _text.Draw(_canvas, line, Margin, _y + size, size, isSoft);
            _y += height;
        }
    }

    private void Table(ReportTable table)
    {
        var widths = Widths(table);
        _y += LineHeight;

        // A title stands with its heading and a row.
        Room(5 * LineHeight);
        Paragraph(table.Title, 11);
        Heading(table, widths);
        foreach (var row in table.Rows)
        {
            var cells = row.Select((cell, i) => _text.Wrap(cell.Text, TextSize, TextWidth(cell, widths[i]))).ToList();
            var height = (cells.Max(lines => lines.Count) * LineHeight) + 3;
            if (_y + height > Bottom)
            {
                TurnPage();
                Heading(table, widths);
            }

            for (var i = 0; i < cells.Count; i++)
                Cell(row[i], cells[i], Left(widths, i), widths[i], table.Columns[i].IsFigure);
            _y += height;
            _canvas.DrawLine(Margin, _y - 2, Margin + Inner, _y - 2, _rule);
        }
    }

    private void Heading(ReportTable table, float[] widths)
    {
        var cells = table.Columns.Select((column, i) => _text.Wrap(column.Title, TextSize, widths[i] - CellGap)).ToList();
        for (var i = 0; i < cells.Count; i++)
            Lines(cells[i], Left(widths, i), widths[i] - CellGap, table.Columns[i].IsFigure, isSoft: true);
        _y += (cells.Max(lines => lines.Count) * LineHeight) + 3;
        _canvas.DrawLine(Margin, _y - 2, Margin + Inner, _y - 2, _rule);
    }

    private void Cell(ReportCell cell, IReadOnlyList<string> lines, float left, float width, bool isFigure)
    {
        var inner = TextWidth(cell, width);
        Lines(lines, left, inner, isFigure, isSoft: false);
        if (_document.NumberOf(cell) is not { } number)
            return;

        // A small number above the line, behind the last one.
        var end = isFigure ? left + inner : left + _text.Width(lines[^1], TextSize);
        _text.Draw(_canvas, $"[{number}]", end + 1, _y + ((lines.Count - 1) * LineHeight) + TextSize - 3, MarkSize, isSoft: true);
    }

    private void Lines(IReadOnlyList<string> lines, float left, float width, bool isFigure, bool isSoft)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var x = isFigure ? left + width - _text.Width(lines[i], TextSize) : left;
            _text.Draw(_canvas, lines[i], x, _y + (i * LineHeight) + TextSize, TextSize, isSoft);
        }
    }

    // What each column needs, or where that is more than the page has, a part by what it needs; no word column starves.
    private float[] Widths(ReportTable table)
    {
        var needed = table.Columns.Select((column, i) => Math.Clamp(
            table.Rows.Select(row => _text.Width(row[i].Text, TextSize) + MarkWidth(row[i]))
                .Append(_text.Width(column.Title, TextSize)).Max() + CellGap + 2,
            36,
            320)).ToArray();
        var sum = needed.Sum();
        if (sum <= Inner)
            return [.. needed.Select(width => width + ((Inner - sum) / needed.Length))];
        var fixedWidth = needed.Where((width, i) => table.Columns[i].IsFigure || width <= 70).Sum();
        var share = Math.Max(0.1f, (Inner - fixedWidth) / (sum - fixedWidth));
        return fixedWidth < Inner * 0.8f
            ? [.. needed.Select((width, i) => table.Columns[i].IsFigure || width <= 70 ? width : width * share)]
            : [.. needed.Select(width => width * Inner / sum)];
    }

    private static float Left(float[] widths, int column) => Margin + widths.Take(column).Sum();

    private float TextWidth(ReportCell cell, float width) => Math.Max(8, width - CellGap - MarkWidth(cell));

    private float MarkWidth(ReportCell cell) => _document.NumberOf(cell) is { } number ? _text.Width($"[{number}]", MarkSize) + 2 : 0;

    private void Room(float height)
    {
        if (_y + height > Bottom)
            TurnPage();
    }

    private void TurnPage()
    {
        _pdf.EndPage();
        _canvas = NewPage();
    }

    private SKCanvas NewPage()
    {
        _page++;
        var canvas = _pdf.BeginPage(PageWidth, PageHeight);
        var number = _texts[ReportPhrases.PageNumber, _page];
        _text.Draw(canvas, $"{_texts[CockpitPhrases.Product]} · {_document.Title}", Margin, PageHeight - Margin + 10, 7, isSoft: true);
        _text.Draw(canvas, number, PageWidth - Margin - _text.Width(number, 7), PageHeight - Margin + 10, 7, isSoft: true);
        _y = Margin;
        return canvas;
    }
}
