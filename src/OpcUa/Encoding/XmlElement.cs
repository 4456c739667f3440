namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <summary>An XML fragment as its text (OPC UA Part 6, 5.2.2.8). It is carried, never parsed.</summary>
/// <param name="Xml">The fragment; null is the null element.</param>
public readonly record struct XmlElement(string? Xml)
{
    /// <inheritdoc/>
    public override string ToString() => Xml ?? "";
}
