using System.Buffers;
using System.Reflection;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Fuzz.Running;

/// <summary>The structures of the stack, found by reflection, so that a new one is fuzzed without anybody remembering to.</summary>
internal static class OpcUaTypes
{
    /// <summary>Every type with a decoder and an encoder of its own.</summary>
    public static IReadOnlyList<Type> Structures { get; } =
    [
        .. typeof(IServiceMessage).Assembly.GetTypes()
            .Where(type => type is { IsInterface: false, IsAbstract: false, ContainsGenericParameters: false } && IsStructure(type))
            .OrderBy(type => type.FullName, StringComparer.Ordinal),
    ];

    /// <summary>Messages that ServiceMessages knows.</summary>
    public static IReadOnlyList<Type> Messages { get; } = [.. Structures.Where(type => type.IsAssignableTo(typeof(IServiceMessage)))];

    /// <summary>A message or structure with something in every field that can be set, and two elements in every array.</summary>
    public static object Filled(Type type, int depth = 0)
    {
        var value = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties().Where(property => property.CanWrite && property.GetIndexParameters().Length == 0))
        {
            if (Sample(property.PropertyType, depth) is { } sample) property.SetValue(value, sample);
        }

        return value;
    }

    public static byte[] Encoded(object structure, bool withId)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new UaWriter(output);
        if (withId)
            ServiceMessages.Encode((IServiceMessage)structure, ref writer);
        else
            Encode((dynamic)structure, output);
        if (withId) writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    static void Encode<T>(T structure, ArrayBufferWriter<byte> output)
        where T : IUaStructure<T>
    {
        var writer = new UaWriter(output);
        structure.Encode(ref writer);
        writer.Flush();
    }

    static bool IsStructure(Type type) => type.GetInterfaces().Any(candidate =>
        candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IUaStructure<>) && candidate.GenericTypeArguments[0] == type);

    static object? Sample(Type type, int depth)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return "text";
        if (type == typeof(byte[])) return new byte[] { 1, 2, 3 };
        if (type == typeof(Variant)) return (Variant)1.5;
        if (type == typeof(DataValue)) return new DataValue(new[] { 1.0, 2.0 }, StatusCodes.Good, DateTime.UnixEpoch);
        if (type == typeof(NodeId)) return new NodeId("node", 2);
        if (type == typeof(ExpandedNodeId)) return new ExpandedNodeId(new NodeId(85), "urn:x", 1);
        if (type == typeof(QualifiedName)) return new QualifiedName(1, "name");
        if (type == typeof(LocalizedText)) return new LocalizedText("en", "text");
        if (type == typeof(ExtensionObject)) return new ExtensionObject(new NodeId(1), ExtensionObjectEncoding.Binary, new byte[] { 1, 2 });
        if (type == typeof(DiagnosticInfo)) return new DiagnosticInfo { AdditionalInfo = "more" };
        if (type == typeof(DateTime)) return DateTime.UnixEpoch;
        if (type.IsEnum || type.IsPrimitive || type == typeof(StatusCode) || type == typeof(Guid)) return Activator.CreateInstance(type);
        var element = type.IsArray ? type.GetElementType()
            : type.IsGenericType && type.GetGenericTypeDefinition() is var definition && (definition == typeof(IReadOnlyList<>) || definition == typeof(List<>))
                ? type.GenericTypeArguments[0] : null;
        if (element is not null)
        {
            var array = Array.CreateInstance(element, 2);
            for (var i = 0; i < 2; i++) array.SetValue(Sample(element, depth), i);
            return type.IsAssignableFrom(array.GetType()) ? array : null;
        }

        return IsStructure(type) && depth < 4 ? Filled(type, depth + 1) : null;
    }
}
