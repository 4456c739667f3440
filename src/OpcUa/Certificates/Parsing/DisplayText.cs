using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>Text from certificates as it may stand in logs and on terminals: a stranger chose it.</summary>
static class DisplayText
{
    const int Longest = 200;

    /// <summary>Without control characters (line breaks forge log lines, escapes drive terminals), and of bounded length.</summary>
    public static string Clean(string text)
    {
        var clean = string.Concat(text.Take(Longest).Select(character => IsHarmless(character) ? character : '?'));
        return text.Length > Longest ? clean + "..." : clean;
    }

    /// <summary>A distinguished name (DER) as text.</summary>
    public static string OfName(ReadOnlyMemory<byte> name)
    {
        try
        {
            return Clean(new X500DistinguishedName(name.Span).Name);
        }
        catch (CryptographicException)
        {
            return "(unreadable name)";
        }
    }

    public static string List(IReadOnlyList<string> texts) =>
        texts.Count == 0 ? "none" : string.Join(", ", texts.Take(10).Select(Clean)) + (texts.Count > 10 ? ", ..." : "");

    // Format characters (bidirectional overrides among them) turn what is read around.
    static bool IsHarmless(char character) =>
        !char.IsControl(character) && char.GetUnicodeCategory(character) is not
            (System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator
            or System.Globalization.UnicodeCategory.ParagraphSeparator);
}
