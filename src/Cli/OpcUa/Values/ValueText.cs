using System.Globalization;
using Jinan.IndustryBrain.OpcUa.DataTypes;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.Cli.OpcUa.Values;

/// <summary>Values as people read and type them, and as JSON.</summary>
internal static class ValueText
{
    private const int ShownElements = 20;
    private const int ShownBytes = 32;

    /// <param name="value">What is shown.</param>
    /// <param name="types">Types of the server's structures; without them structures stay bytes.</param>
    public static string Show(Variant value, DataTypeCatalog? types = null)
    {
        if (!value.IsArray)
            return ShowOne(value.ToObject(), types);
        var elements = value.Elements;
        if (elements is null)
            return "null";
        var shown = string.Join(", ", elements.Cast<object?>().Take(ShownElements).Select(element => ShowOne(element, types)));
        return elements.Length > ShownElements ? $"[{shown}, … {elements.Length} in all]" : $"[{shown}]";
    }

    /// <summary>What <see cref="System.Text.Json"/> makes a number, text, list or object of.</summary>
    public static object? Json(Variant value, DataTypeCatalog? types = null) =>
        value.IsArray ? value.Elements?.Cast<object?>().Select(element => JsonOne(element, types)).ToArray() : JsonOne(value.ToObject(), types);

    public static string Time(DateTime time) =>
        time == DateTime.MinValue ? "-" : time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    public static DateTime? JsonTime(DateTime time) => time == DateTime.MinValue ? null : time;

    /// <summary>good, uncertain or bad, with the name of the status where there is more to say.</summary>
    public static string Quality(StatusCode status)
    {
        var severity = status.IsBad ? "bad" : status.IsUncertain ? "uncertain" : "good";
        return status.Code == 0 ? severity : $"{severity} {status}";
    }

    /// <exception cref="CommandException">The text is no value of the type.</exception>
    public static Variant Parse(string text, BuiltInType type, bool isArray)
    {
        if (!isArray)
            return ParseOne(text, type);
        var elements = text.Trim().TrimStart('[').TrimEnd(']').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(element => ParseOne(element, type).ToObject()).ToArray();
        var array = Array.CreateInstance(ElementType(type), elements.Length);
        elements.CopyTo(array, 0);
        return Variant.FromArray(type, array);
    }

    private static Variant ParseOne(string text, BuiltInType type)
    {
        var culture = CultureInfo.InvariantCulture;
        try
        {
            return type switch
            {
                BuiltInType.Boolean => text switch { "1" or "true" => true, "0" or "false" => false, _ => throw new FormatException() },
                BuiltInType.SByte => sbyte.Parse(text, culture),
                BuiltInType.Byte => byte.Parse(text, culture),
                BuiltInType.Int16 => short.Parse(text, culture),
                BuiltInType.UInt16 => ushort.Parse(text, culture),
                BuiltInType.Int32 => int.Parse(text, culture),
                BuiltInType.UInt32 => uint.Parse(text, culture),
                BuiltInType.Int64 => long.Parse(text, culture),
                BuiltInType.UInt64 => ulong.Parse(text, culture),
                BuiltInType.Float => float.Parse(text, culture),
                BuiltInType.Double => double.Parse(text, culture),
                BuiltInType.String => text,
                BuiltInType.DateTime => DateTimeOffset.Parse(text, culture, DateTimeStyles.AssumeUniversal).UtcDateTime,
                BuiltInType.Guid => Guid.Parse(text),
                BuiltInType.ByteString => Convert.FromHexString(text.StartsWith("0x", StringComparison.Ordinal) ? text[2..] : text),
                BuiltInType.LocalizedText => new LocalizedText(text),
                BuiltInType.QualifiedName => QualifiedName.Parse(text),
                BuiltInType.NodeId => NodeId.Parse(text),
                BuiltInType.StatusCode => new StatusCode(uint.Parse(text, culture)),
                _ => throw new CommandException($"Values of type {type} cannot be typed here: write them by a program of your own."),
            };
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new CommandException($"'{text}' is no {type}{Example(type)}.");
        }
    }

    private static string Example(BuiltInType type) => type switch
    {
        BuiltInType.Boolean => ": write true or false",
        BuiltInType.DateTime => ": write a time such as 2026-01-31T08:00:00Z",
        BuiltInType.ByteString => ": write bytes in hex, such as 0x0aff",
        BuiltInType.Float or BuiltInType.Double => ": write a number such as 1.5",
        BuiltInType.Guid => ": write 8-4-4-4-12 hex digits",
        _ => " or outside of its range",
    };

    private static Type ElementType(BuiltInType type) => ParseOne(
        type switch
        {
            BuiltInType.DateTime => "2000-01-01",
            BuiltInType.Guid => Guid.Empty.ToString(),
            BuiltInType.NodeId => "i=1",
            BuiltInType.ByteString => "00",
            _ => "0",
        },
        type).ToObject()!.GetType();

    private static string ShowOne(object? value, DataTypeCatalog? types) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        DateTime time => Time(time),
        byte[] { Length: > ShownBytes } bytes => $"0x{Convert.ToHexStringLower(bytes.AsSpan(0, ShownBytes))}… {bytes.Length} bytes",
        byte[] bytes => $"0x{Convert.ToHexStringLower(bytes)}",
        ExtensionObject structure => Decoded(structure, types)?.ToString() ?? $"structure {structure}",
        Variant inner => Show(inner, types),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static object? JsonOne(object? value, DataTypeCatalog? types) => value switch
    {
        null or bool or string or DateTime or byte[] => value,
        Variant inner => Json(inner, types),
        ExtensionObject structure when Decoded(structure, types) is { } decoded => JsonOf(decoded, types),
        ExtensionObject structure => new { encoding = structure.TypeId.ToString(), body = structure.Body.ToArray() },
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double => value,
        _ => value.ToString(),
    };

    // A value that says that it is of a type and is not, is shown as the bytes that it is.
    private static StructureValue? Decoded(ExtensionObject structure, DataTypeCatalog? types)
    {
        try
        {
            return types is not null && types.TryDecode(structure, out var decoded) ? decoded : null;
        }
        catch (OpcUaException)
        {
            return null;
        }
    }

    private static Dictionary<string, object?> JsonOf(StructureValue structure, DataTypeCatalog? types)
    {
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < structure.Layout.Fields.Count; i++)
        {
            if (structure[i] is { IsPresent: true } field)
            {
                fields[structure.Layout.Fields[i].Name] = field.Structure is { } one ? JsonOf(one, types)
                    : field.Structures is { } many ? many.Select(element => JsonOf(element, types)).ToArray()
                    : Json(field.Value, types);
            }
        }

        return fields;
    }
}
