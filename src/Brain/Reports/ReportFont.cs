using SkiaSharp;

namespace Jinan.IndustryBrain.Brain.Reports;

/// <summary>
/// A font with Chinese letters: the one that <c>Brain:ReportFont</c> names, or one of the system's. It is looked for when
/// the first PDF is made, and again until one is there: installing one needs no restart.
/// </summary>
internal sealed class ReportFont(BrainOptions options, ILogger<ReportFont> logger) : IDisposable
{
    private const string Probe = "济南产业大脑数据";
    private const int MostFaces = 16;

    // By how well they read on paper. Serif and light faces of the same families are left aside.
    private static readonly string[] Names =
    [
        "NotoSansCJK-Regular", "NotoSansCJKsc-Regular", "NotoSansSC-Regular", "NotoSansSC", "SourceHanSansSC-Regular", "SourceHanSansCN-Regular",
        "msyh", "Deng", "PingFang", "wqy-microhei", "wqy-zenhei", "simsun", "simhei", "DroidSansFallbackFull", "uming",
    ];

    private readonly Lock _gate = new();
    private SKTypeface? _found;

    /// <returns>Null where there is none; <see cref="Advice"/> says what to do.</returns>
    public SKTypeface? Find()
    {
        lock (_gate)
        {
            if (_found is not null)
                return _found;
            foreach (var file in string.IsNullOrEmpty(options.ReportFont) ? OfTheSystem() : [options.ReportFont])
            {
                if (FaceOf(file) is not { } face)
                    continue;
                Log.ReportFontFound(logger, face.FamilyName, file);
                return _found = face;
            }

            return null;
        }
    }

    public string Advice => string.IsNullOrEmpty(options.ReportFont)
        ? "This machine has no font with Chinese letters. Install one (Debian: apt-get install fonts-noto-cjk or fonts-wqy-microhei; Windows has "
          + "Microsoft YaHei), or name a font file in Brain:ReportFont. Excel needs none."
        : $"The font in Brain:ReportFont ({options.ReportFont}) cannot be read, or has no Chinese letters. Name another .ttf, .otf or .ttc file, or "
          + "leave the option empty for a font of the system.";

    public void Dispose() => _found?.Dispose();

    // A collection holds one letter in several countries' forms: the simplified Chinese one is asked for.
    private static SKTypeface? FaceOf(string file)
    {
        SKTypeface? best = null;
        for (var index = 0; index < MostFaces; index++)
        {
            var face = SKTypeface.FromFile(file, index);
            if (face is null)
                break;
            using var font = new SKFont(face);
            var isChinese = font.ContainsGlyphs(Probe);
            if (isChinese && IsSimplified(face.FamilyName))
            {
                best?.Dispose();
                return face;
            }

            if (isChinese && best is null)
                best = face;
            else
                face.Dispose();
        }

        return best;
    }

    private static bool IsSimplified(string family) =>
        family.Contains(" SC", StringComparison.Ordinal) || family.EndsWith("CN", StringComparison.Ordinal) || family.Contains("YaHei", StringComparison.Ordinal);

    private static IEnumerable<string> OfTheSystem()
    {
        var files = Folders().Where(Directory.Exists).SelectMany(FontsIn).ToLookup(Path.GetFileNameWithoutExtension, StringComparer.OrdinalIgnoreCase);
        return Names.SelectMany(name => files[name]);
    }

    private static IEnumerable<string> FontsIn(string folder) =>
        Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 6, IgnoreInaccessible = true })
            .Where(file => Path.GetExtension(file).ToLowerInvariant() is ".ttf" or ".otf" or ".ttc" or ".otc")
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Folders()
    {
        yield return Environment.GetFolderPath(Environment.SpecialFolder.Fonts);
        yield return "/usr/share/fonts";
        yield return "/usr/local/share/fonts";
        yield return "/System/Library/Fonts";
        yield return "/Library/Fonts";
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (home.Length == 0)
            yield break;
        yield return Path.Combine(home, ".fonts");
        yield return Path.Combine(home, ".local", "share", "fonts");
    }
}
