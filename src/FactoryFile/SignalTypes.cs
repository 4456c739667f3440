using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.FactoryFile;

/// <summary>How values of OPC UA types are stored, and what fits which column. As the collector converts them.</summary>
public static class SignalTypes
{
    /// <summary>The column that keeps the type's values whole; null where none does.</summary>
    public static SignalType? For(BuiltInType type, int valueRank) => valueRank >= 1 ? null : type switch
    {
        BuiltInType.Float or BuiltInType.Double => SignalType.Double,
        >= BuiltInType.Boolean and <= BuiltInType.UInt64 or BuiltInType.DateTime => SignalType.Int64,
        BuiltInType.String or BuiltInType.LocalizedText or BuiltInType.QualifiedName or BuiltInType.Guid or BuiltInType.NodeId
            or BuiltInType.ExpandedNodeId or BuiltInType.XmlElement or BuiltInType.StatusCode => SignalType.Text,
        _ => null,
    };

    /// <summary>Why values of the type do not fit the column; null where they do.</summary>
    public static string? Mismatch(SignalType wanted, BuiltInType type, int valueRank)
    {
        if (valueRank >= 1)
            return "is an array: name one of its elements or fields, or leave it out";
        if (type is BuiltInType.ExtensionObject or BuiltInType.DataValue or BuiltInType.DiagnosticInfo)
            return "is a structure: name one of its fields by path";
        if (type == BuiltInType.Variant)
            return null; // Any value may come: only the values tell.
        var isWhole = type is >= BuiltInType.Boolean and <= BuiltInType.UInt64 or BuiltInType.DateTime;
        var isNumber = isWhole || type is BuiltInType.Float or BuiltInType.Double;
        return wanted switch
        {
            SignalType.Double when isNumber => null,
            SignalType.Int64 when isWhole => null,
            SignalType.Int64 when isNumber => $"is {type}: int64 takes whole numbers alone, use double",
            SignalType.Text when isNumber || For(type, valueRank) == SignalType.Text => null,
            _ => $"is {type}, which {Word(wanted)} cannot hold{(For(type, valueRank) is { } fits ? $": use {Word(fits)}" : "")}",
        };
    }

    /// <summary>The word for a column in a factory.yaml.</summary>
    public static string Word(SignalType type) => type.ToString().ToLowerInvariant();
}
