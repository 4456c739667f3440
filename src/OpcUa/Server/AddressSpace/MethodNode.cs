using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>An argument of a method (OPC 10000-3, 8.6): a scalar of a built-in type.</summary>
/// <param name="Name">Name of the argument.</param>
/// <param name="Type">Its type; a call with another is refused.</param>
/// <param name="Description">What it means.</param>
public sealed record MethodArgument(string Name, BuiltInType Type, string Description);

/// <summary>What a method gave.</summary>
/// <param name="Status">Good, or why it did not do what it was asked to.</param>
/// <param name="Outputs">Values of the output arguments; empty where the status is bad.</param>
public readonly record struct MethodOutcome(StatusCode Status, params Variant[] Outputs);

/// <summary>A method that clients may call (OPC 10000-3, 5.7).</summary>
public sealed class MethodNode : Node
{
    internal MethodNode(
        NodeId id, QualifiedName browseName, IReadOnlyList<MethodArgument> inputs, Func<IReadOnlyList<Variant>, MethodOutcome> handler)
        : base(id, NodeClass.Method, browseName)
    {
        Inputs = inputs;
        Handler = handler;
    }

    /// <summary>The input arguments, in order.</summary>
    public IReadOnlyList<MethodArgument> Inputs { get; }

    internal Func<IReadOnlyList<Variant>, MethodOutcome> Handler { get; }

    internal override bool TryReadAttribute(uint attribute, out Variant value)
    {
        if (attribute is AttributeIds.Executable or AttributeIds.UserExecutable)
        {
            value = true;
            return true;
        }

        return base.TryReadAttribute(attribute, out value);
    }
}
