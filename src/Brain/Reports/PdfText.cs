using System.Text;
using SkiaSharp;

namespace Jinan.IndustryBrain.Brain.Reports;

/// <summary>Text of one face on pages: how wide it is, where it breaks, and how it is drawn so that it can be copied again.</summary>
internal sealed class PdfText(SKTypeface face) : IDisposable
{
    private readonly Dictionary<float, SKFont> _fonts = [];
    private readonly SKPaint _ink = new() { Color = SKColors.Black, IsAntialias = true };
    private readonly SKPaint _soft = new() { Color = new SKColor(0x52, 0x60, 0x6d), IsAntialias = true };

    public float Width(string text, float size) => Font(size).MeasureText(text);

    /// <returns>The text in lines of at most a width: broken at spaces, between Chinese letters, and within a word that is longer than a line.</returns>
    public IReadOnlyList<string> Wrap(string text, float size, float width)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = new StringBuilder();
            foreach (var piece in Pieces(paragraph))
            {
                if (line.Length > 0 && Width(line + piece.TrimEnd(), size) > width)
                {
                    lines.Add(line.ToString().TrimEnd());
                    line.Clear();
                }

                var rest = line.Length == 0 ? piece.TrimStart() : piece;
                while (line.Length == 0 && Width(rest.TrimEnd(), size) > width && rest.Length > 1)
                {
                    var part = Math.Max(1, Font(size).BreakText(rest, width));
                    lines.Add(rest[..part]);
                    rest = rest[part..];
                }

                line.Append(rest);
            }

            lines.Add(line.ToString().TrimEnd());
        }

        return lines;
    }

    /// <param name="canvas">The page.</param>
    /// <param name="text">One line.</param>
    /// <param name="x">Left end.</param>
    /// <param name="y">Base line.</param>
    /// <param name="size">In points.</param>
    /// <param name="isSoft">Of less weight.</param>
    public void Draw(SKCanvas canvas, string text, float x, float y, float size, bool isSoft = false)
    {
        if (text.Length == 0)
            return;
        var font = Font(size);
        var runes = text.EnumerateRunes().ToArray();
        using var builder = new SKTextBlobBuilder();
        var bytes = Encoding.UTF8.GetBytes(text);

        // The letters go along with their glyphs: several letters share one (大 and the radical ⼤), and copied text would
        // otherwise have the wrong one.
        var run = builder.AllocatePositionedTextRun(font, runes.Length, bytes.Length);
        var glyphs = font.GetGlyphs(text);
        run.SetGlyphs(glyphs);
        run.SetPositions(font.GetGlyphPositions(glyphs));
        run.SetText(bytes);
        var clusters = new uint[runes.Length];
        var offset = 0u;
        for (var i = 0; i < runes.Length; i++)
        {
            clusters[i] = offset;
            offset += (uint)runes[i].Utf8SequenceLength;
        }

        run.SetClusters(clusters);
        using var blob = builder.Build();
        canvas.DrawText(blob, x, y, isSoft ? _soft : _ink);
    }

    public void Dispose()
    {
        foreach (var font in _fonts.Values)
            font.Dispose();
        _ink.Dispose();
        _soft.Dispose();
    }

    private SKFont Font(float size)
    {
        if (!_fonts.TryGetValue(size, out var font))
            _fonts.Add(size, font = new SKFont(face, size) { Subpixel = true, Hinting = SKFontHinting.None });
        return font;
    }

    // A word with the spaces behind it, or one letter of a script that is written without spaces.
    private static IEnumerable<string> Pieces(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var isEnd = text[i] == ' ' || IsWide(text[i]) || (i + 1 < text.Length && IsWide(text[i + 1]) && !IsClosing(text[i + 1]));
            if (!isEnd || (i + 1 < text.Length && (IsClosing(text[i + 1]) || text[i + 1] == ' ')))
                continue;
            yield return text[start..(i + 1)];
            start = i + 1;
        }

        if (start < text.Length)
            yield return text[start..];
    }

    private static bool IsWide(char c) => c is >= '\u2e80' and <= '\u9fff' or >= '\uf900' and <= '\ufaff' or >= '\uff00' and <= '\uffef';

    // No line begins with one.
    private static bool IsClosing(char c) => "，。；：、！？）】》”’％,.;:!?)]%".Contains(c);
}
