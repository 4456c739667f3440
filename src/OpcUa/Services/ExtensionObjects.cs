using System.Buffers;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>Structures of the specification in and out of ExtensionObjects.</summary>
public static class ExtensionObjects
{
    /// <summary>The structure as an ExtensionObject with a binary body.</summary>
    public static ExtensionObject ToExtensionObject<T>(this T structure)
        where T : IIdentifiedStructure<T>
    {
        ArgumentNullException.ThrowIfNull(structure);
        var output = new ArrayBufferWriter<byte>();
        var writer = new UaWriter(output);
        structure.Encode(ref writer);
        writer.Flush();
        return new ExtensionObject(new NodeId(T.BinaryEncodingId), ExtensionObjectEncoding.Binary, output.WrittenMemory);
    }

    /// <summary>The structure in the body.</summary>
    /// <returns>False where the object holds another type or no binary body.</returns>
    /// <exception cref="OpcUaException">The object says that it holds this type, but its body does not.</exception>
    public static bool TryDecode<T>(this ExtensionObject extensionObject, out T? structure, EncodingLimits? limits = null)
        where T : class, IIdentifiedStructure<T>
    {
        ArgumentNullException.ThrowIfNull(extensionObject);
        structure = null;
        if (extensionObject.Encoding != ExtensionObjectEncoding.Binary || extensionObject.TypeId != new NodeId(T.BinaryEncodingId))
            return false;
        var reader = new UaReader(extensionObject.Body.Span, limits);
        structure = T.Decode(ref reader);
        return true;
    }
}
