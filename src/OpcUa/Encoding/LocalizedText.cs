namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <summary>Text with the locale it is in (OPC UA Part 3, 8.5).</summary>
/// <param name="Locale">For instance <c>zh-CN</c>; null where unknown.</param>
/// <param name="Text">The text; null is the null text.</param>
public readonly record struct LocalizedText(string? Locale, string? Text)
{
    /// <summary>Text without a locale.</summary>
    public LocalizedText(string? text)
        : this(null, text)
    {
    }

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
