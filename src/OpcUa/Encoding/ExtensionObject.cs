namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <summary>How an ExtensionObject's body is encoded (OPC UA Part 6, 5.2.2.15).</summary>
public enum ExtensionObjectEncoding : byte
{
    None = 0,
    Binary = 1,
    Xml = 2,
}

/// <summary>
/// A structure together with the id of its encoding (OPC UA Part 6, 5.2.2.15). The body stays bytes until somebody who knows
/// the type asks for it, so that an unknown structure passes through unharmed.
/// </summary>
public sealed class ExtensionObject : IEquatable<ExtensionObject>
{
    /// <param name="typeId">The id of the encoding, not of the data type.</param>
    /// <param name="encoding">What the body holds.</param>
    /// <param name="body">The bytes; owned by this object from now on.</param>
    public ExtensionObject(NodeId typeId, ExtensionObjectEncoding encoding, ReadOnlyMemory<byte> body)
    {
        TypeId = typeId;
        Encoding = encoding;
        Body = body;
    }

    /// <summary>No structure at all: type <c>i=0</c> without a body.</summary>
    public static ExtensionObject Null { get; } = new(default, ExtensionObjectEncoding.None, default);

    /// <summary>The id of the encoding.</summary>
    public NodeId TypeId { get; }

    /// <summary>How <see cref="Body"/> is encoded.</summary>
    public ExtensionObjectEncoding Encoding { get; }

    /// <summary>The encoded structure; for XML the UTF-8 bytes of the element.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>True where there is neither type nor body.</summary>
    public bool IsNull => TypeId.IsNull && Encoding == ExtensionObjectEncoding.None;

    /// <inheritdoc/>
    public bool Equals(ExtensionObject? other) =>
        other is not null && TypeId == other.TypeId && Encoding == other.Encoding && Body.Span.SequenceEqual(other.Body.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ExtensionObject);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(TypeId, Encoding, Body.Length);

    /// <inheritdoc/>
    public override string ToString() => $"{TypeId}: {Body.Length} bytes";
}
