using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>A reference as one of its two nodes sees it (OPC 10000-3, 5.3).</summary>
/// <param name="TypeId">The reference type.</param>
/// <param name="IsForward">True on the source node.</param>
/// <param name="TargetId">The other node.</param>
public readonly record struct Reference(NodeId TypeId, bool IsForward, NodeId TargetId);
