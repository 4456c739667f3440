using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Cli.OpcUa.Browsing;

/// <summary>A node that a walk came by.</summary>
/// <param name="Id">As the server numbers its namespaces now.</param>
/// <param name="Depth">Steps from where the walk began.</param>
/// <param name="Path">Names from where the walk began, joined by slashes.</param>
/// <param name="Name">The name shown to people.</param>
/// <param name="Class">Object, variable or method.</param>
/// <param name="Type">The type that defines it; null id for methods.</param>
/// <param name="Parent">The node that it was found below; null id for the first.</param>
internal sealed record BrowsedNode(NodeId Id, int Depth, string Path, string Name, NodeClass Class, NodeId Type, NodeId Parent)
{
    /// <summary>Known for variables, when the walk was told to look.</summary>
    public VariableDetails? Details { get; init; }

    public bool IsProperty => Type == VariableIds.PropertyType;
}

/// <param name="DataType">The data type's node.</param>
/// <param name="ValueRank">-1 scalar, 1 one dimension, and so on (OPC 10000-3, 5.6.2).</param>
/// <param name="Access">Bits of AccessLevel as this user has them (OPC 10000-3, 8.57).</param>
/// <param name="Unit">Of the EngineeringUnits property; empty where there is none.</param>
internal sealed record VariableDetails(NodeId DataType, int ValueRank, byte Access, string Unit)
{
    public bool CanRead => (Access & 0x01) != 0;

    public bool CanWrite => (Access & 0x02) != 0;

    public bool HasHistory => (Access & 0x04) != 0;

    /// <summary>Such as <c>read, write, history</c>.</summary>
    public string AccessText => string.Join(", ", new[] { (CanRead, "read"), (CanWrite, "write"), (HasHistory, "history") }.Where(a => a.Item1).Select(a => a.Item2));
}
