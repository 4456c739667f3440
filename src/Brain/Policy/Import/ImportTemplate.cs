using System.Text;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Policy.Import;

/// <summary>An empty file with the headings. UTF-8 with its mark: without it Excel takes Chinese letters for others.</summary>
internal static class ImportTemplate
{
    public static byte[] Of(Texts texts) =>
    [
        .. Encoding.UTF8.Preamble,
        .. Encoding.UTF8.GetBytes(string.Join(',', ReferenceEquals(texts, Texts.English) ? ImportColumns.English : ImportColumns.Chinese) + "\r\n"),
    ];
}
