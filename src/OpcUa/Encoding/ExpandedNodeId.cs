using System.Globalization;

namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <summary>
/// A node id that may name its namespace by URI and its server by index (OPC UA Part 4, 7.16). Where the URI is given, the
/// namespace index of <see cref="Inner"/> means nothing.
/// </summary>
/// <param name="Inner">The identifier.</param>
/// <param name="NamespaceUri">The namespace's URI; null where the index counts.</param>
/// <param name="ServerIndex">Index in the server array; 0 is the server that is spoken to.</param>
public readonly record struct ExpandedNodeId(NodeId Inner, string? NamespaceUri = null, uint ServerIndex = 0)
{
    /// <summary>The null id.</summary>
    public static ExpandedNodeId Null => default;

    /// <summary>True where neither identifier nor URI nor server is given.</summary>
    public bool IsNull => Inner.IsNull && NamespaceUri is null && ServerIndex == 0;

    public static implicit operator ExpandedNodeId(NodeId id) => new(id);

    /// <summary>
    /// The id within a server whose namespace array is known.
    /// </summary>
    /// <param name="namespaceUris">The server's NamespaceArray; the position is the index.</param>
    /// <param name="id">The id with its index; null id where false is returned.</param>
    /// <returns>False where the id lives in another server or its URI is not in the array.</returns>
    public bool TryResolve(IReadOnlyList<string> namespaceUris, out NodeId id)
    {
        ArgumentNullException.ThrowIfNull(namespaceUris);
        id = Inner;
        if (ServerIndex != 0)
        {
            id = default;
            return false;
        }

        if (NamespaceUri is null)
            return true;
        for (var index = 0; index < namespaceUris.Count && index <= ushort.MaxValue; index++)
        {
            if (string.Equals(namespaceUris[index], NamespaceUri, StringComparison.Ordinal))
            {
                id = Inner.WithNamespace((ushort)index);
                return true;
            }
        }

        id = default;
        return false;
    }

    /// <summary>Reads <c>[svr=1;]nsu=uri;s=Name</c> or any form of <see cref="NodeId.Parse"/> (Part 6, 5.3.1.11).</summary>
    /// <exception cref="FormatException">The text is none of these.</exception>
    public static ExpandedNodeId Parse(string text) =>
        TryParse(text, out var id)
            ? id
            : throw new FormatException($"'{text}' is not a node id; write nsu=<namespace uri>;s=Name, ns=2;s=Name or i=85.");

    /// <summary>As <see cref="Parse"/>, false where the text is not an expanded node id.</summary>
    public static bool TryParse(string? text, out ExpandedNodeId id)
    {
        id = default;
        if (text is null)
            return false;
        var rest = text.AsSpan();
        uint server = 0;
        if (rest.StartsWith("svr="))
        {
            var semicolon = rest.IndexOf(';');
            if (semicolon < 0 || !uint.TryParse(rest[4..semicolon], NumberStyles.None, CultureInfo.InvariantCulture, out server))
                return false;
            rest = rest[(semicolon + 1)..];
        }

        if (!rest.StartsWith("nsu="))
        {
            if (!NodeId.TryParse(rest.ToString(), out var plain))
                return false;
            id = new ExpandedNodeId(plain, null, server);
            return true;
        }

        // A semicolon within the URI is written %3B, a percent sign %25.
        var end = rest.IndexOf(';');
        if (end < 5 || !NodeId.TryParseIdentifier(rest[(end + 1)..], 0, out var inner))
            return false;
        var uri = rest[4..end].ToString().Replace("%3B", ";", StringComparison.OrdinalIgnoreCase).Replace("%25", "%", StringComparison.Ordinal);
        id = new ExpandedNodeId(inner, uri, server);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var server = ServerIndex == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"svr={ServerIndex};");
        if (NamespaceUri is null)
            return server + Inner;
        var uri = NamespaceUri.Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal);
        return $"{server}nsu={uri};{Inner.IdentifierText}";
    }
}
