using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>How many bytes a value takes at least once encoded, found without encoding it.</summary>
internal static class EncodedSize
{
    private const int Smallest = 2;

    public static long AtLeast(in Variant value)
    {
        if (value.Elements is not { } elements)
            return value.Type is BuiltInType.String or BuiltInType.ByteString or BuiltInType.ExtensionObject ? OfOne(value.ToObject()) : Smallest;
        if (elements is not (string?[] or byte[]?[] or ExtensionObject[]))
            return elements.LongLength;
        var bytes = 0L;
        foreach (var element in elements)
            bytes += OfOne(element);
        return bytes;
    }

    private static long OfOne(object? value) => value switch
    {
        string text => text.Length,
        byte[] bytes => bytes.Length,
        ExtensionObject structure => structure.Body.Length,
        _ => Smallest,
    };
}
