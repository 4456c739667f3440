using System.Globalization;

namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <summary>The four kinds of node identifiers (OPC UA Part 3, 8.2.3), in the order of their wire values.</summary>
public enum NodeIdType : byte
{
    Numeric = 0,
    String = 1,
    Guid = 2,
    Opaque = 3,
}

/// <summary>The identifier of a node within one server (OPC UA Part 3, 8.2). Immutable; the default value is the null id <c>i=0</c>.</summary>
public readonly struct NodeId : IEquatable<NodeId>
{
    private readonly object? _identifier; // string, boxed Guid or byte[]; null for numeric
    private readonly uint _numeric;

    /// <summary>A numeric identifier.</summary>
    public NodeId(uint identifier, ushort namespaceIndex = 0)
    {
        _numeric = identifier;
        NamespaceIndex = namespaceIndex;
    }

    /// <summary>A string identifier.</summary>
    public NodeId(string identifier, ushort namespaceIndex)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        _identifier = identifier;
        NamespaceIndex = namespaceIndex;
        Type = NodeIdType.String;
    }

    /// <summary>A GUID identifier.</summary>
    public NodeId(Guid identifier, ushort namespaceIndex)
    {
        _identifier = identifier;
        NamespaceIndex = namespaceIndex;
        Type = NodeIdType.Guid;
    }

    /// <summary>An opaque identifier. The array is kept, not copied: the caller gives it away.</summary>
    public NodeId(byte[] identifier, ushort namespaceIndex)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        _identifier = identifier;
        NamespaceIndex = namespaceIndex;
        Type = NodeIdType.Opaque;
    }

    private NodeId(NodeId other, ushort namespaceIndex)
    {
        _identifier = other._identifier;
        _numeric = other._numeric;
        Type = other.Type;
        NamespaceIndex = namespaceIndex;
    }

    /// <summary>The null id, <c>i=0</c>.</summary>
    public static NodeId Null => default;

    /// <summary>Index in the server's namespace array. It may change when the server restarts; URIs do not.</summary>
    public ushort NamespaceIndex { get; }

    /// <summary>The kind of identifier.</summary>
    public NodeIdType Type { get; }

    /// <summary>True for <c>i=0</c> of namespace 0.</summary>
    public bool IsNull => Type == NodeIdType.Numeric && _numeric == 0 && NamespaceIndex == 0;

    /// <summary>The number of a numeric id; 0 for others.</summary>
    public uint Numeric => _numeric;

    /// <summary>The text of a string id; null for others.</summary>
    public string? Text => _identifier as string;

    /// <summary>The GUID of a GUID id; empty for others.</summary>
    public Guid Guid => _identifier is Guid guid ? guid : default;

    /// <summary>The bytes of an opaque id; empty for others.</summary>
    public ReadOnlySpan<byte> Opaque => _identifier as byte[];

    /// <summary>The same identifier in another namespace.</summary>
    public NodeId WithNamespace(ushort namespaceIndex) => new(this, namespaceIndex);

    /// <summary>Reads <c>i=85</c>, <c>ns=2;s=Name</c>, <c>ns=1;g=…</c> or <c>ns=1;b=base64</c> (Part 6, 5.3.1.10).</summary>
    /// <exception cref="FormatException">The text is none of these.</exception>
    public static NodeId Parse(string text) =>
        TryParse(text, out var id)
            ? id
            : throw new FormatException($"'{text}' is not a node id; write i=85, ns=2;s=Name, ns=2;g=<guid> or ns=2;b=<base64>.");

    /// <summary>As <see cref="Parse"/>, false where the text is not a node id.</summary>
    public static bool TryParse(string? text, out NodeId id)
    {
        id = default;
        if (text is null)
            return false;
        ushort index = 0;
        var rest = text.AsSpan();
        if (rest.StartsWith("ns="))
        {
            var semicolon = rest.IndexOf(';');
            if (semicolon < 0 || !ushort.TryParse(rest[3..semicolon], NumberStyles.None, CultureInfo.InvariantCulture, out index))
                return false;
            rest = rest[(semicolon + 1)..];
        }

        return TryParseIdentifier(rest, index, out id);
    }

    internal static bool TryParseIdentifier(ReadOnlySpan<char> text, ushort index, out NodeId id)
    {
        id = default;
        if (text.Length < 2 || text[1] != '=')
            return false;
        var value = text[2..];
        switch (text[0])
        {
            case 'i' when uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                id = new NodeId(number, index);
                return true;
            case 's' when value.Length > 0:
                id = new NodeId(value.ToString(), index);
                return true;
            case 'g' when Guid.TryParse(value, out var guid):
                id = new NodeId(guid, index);
                return true;
            case 'b':
                var bytes = new byte[value.Length];
                if (!Convert.TryFromBase64Chars(value, bytes, out var written))
                    return false;
                id = new NodeId(bytes[..written], index);
                return true;
            default:
                return false;
        }
    }

    /// <inheritdoc/>
    public bool Equals(NodeId other) =>
        NamespaceIndex == other.NamespaceIndex && Type == other.Type && Type switch
        {
            NodeIdType.Numeric => _numeric == other._numeric,
            NodeIdType.String => string.Equals(Text, other.Text, StringComparison.Ordinal),
            NodeIdType.Guid => Guid == other.Guid,
            _ => Opaque.SequenceEqual(other.Opaque),
        };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NodeId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(NamespaceIndex);
        hash.Add(Type);
        hash.Add(_numeric);
        if (_identifier is byte[] bytes)
            hash.AddBytes(bytes);
        else
            hash.Add(_identifier);
        return hash.ToHashCode();
    }

    public static bool operator ==(NodeId left, NodeId right) => left.Equals(right);

    public static bool operator !=(NodeId left, NodeId right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() =>
        NamespaceIndex == 0 ? IdentifierText : string.Create(CultureInfo.InvariantCulture, $"ns={NamespaceIndex};{IdentifierText}");

    internal string IdentifierText => Type switch
    {
        NodeIdType.Numeric => string.Create(CultureInfo.InvariantCulture, $"i={_numeric}"),
        NodeIdType.String => $"s={Text}",
        NodeIdType.Guid => $"g={Guid}",
        _ => $"b={Convert.ToBase64String(Opaque)}",
    };
}
