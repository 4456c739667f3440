using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>The InputArguments and OutputArguments properties of a method (OPC 10000-3, 5.7 and 8.6).</summary>
internal static class MethodArguments
{
    public static void Describe(AddressSpace space, MethodNode method, string name, IReadOnlyList<MethodArgument> arguments)
    {
        if (arguments.Count == 0)
            return;
        var id = new NodeId($"{method.Id.Text ?? method.Id.ToString()}.{name}", method.Id.NamespaceIndex);
        space.AddProperty(method, id, new QualifiedName(name), new VariableSettings(BuiltInType.ExtensionObject)
        {
            DataType = DataTypeIds.Argument,
            ValueRank = 1,
            InitialValue = Variant.FromArray(BuiltInType.ExtensionObject, arguments.Select(Encode).ToArray()),
        });
    }

    private static ExtensionObject Encode(MethodArgument argument) => new Argument
    {
        Name = argument.Name,
        DataType = DataTypeIds.Of(argument.Type),
        ValueRank = -1,
        Description = new LocalizedText(argument.Description),
    }.ToExtensionObject();
}
