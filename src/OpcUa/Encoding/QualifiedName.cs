namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <summary>A name qualified by a namespace (OPC UA Part 3, 8.3).</summary>
/// <param name="NamespaceIndex">Index in the server's namespace array.</param>
/// <param name="Name">The name; null is the null name.</param>
public readonly record struct QualifiedName(ushort NamespaceIndex, string? Name)
{
    /// <summary>A name of namespace 0.</summary>
    public QualifiedName(string? name)
        : this(0, name)
    {
    }

    /// <summary>Reads <c>2:Name</c>; text without a leading number is a name of namespace 0.</summary>
    public static QualifiedName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && ushort.TryParse(text.AsSpan(0, colon), out var index)
            ? new QualifiedName(index, text[(colon + 1)..])
            : new QualifiedName(0, text);
    }

    /// <inheritdoc/>
    public override string ToString() => NamespaceIndex == 0 ? Name ?? "" : $"{NamespaceIndex}:{Name}";
}
