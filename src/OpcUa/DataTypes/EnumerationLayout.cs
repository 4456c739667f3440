using System.Collections.Frozen;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.DataTypes;

/// <summary>An enumeration, or an option set: an integer whose values, or bits, have names (OPC 10000-3, 8.50). Immutable.</summary>
public sealed class EnumerationLayout
{
    readonly FrozenDictionary<long, string> _names;

    internal EnumerationLayout(NodeId dataTypeId, string name, BuiltInType type, EnumDefinition definition)
    {
        DataTypeId = dataTypeId;
        Name = name;
        Type = type;
        Fields = definition.Fields;
        var names = new Dictionary<long, string>();
        foreach (var field in definition.Fields)
            names.TryAdd(field.Value, field.Name ?? field.DisplayName.Text ?? "");
        _names = names.ToFrozenDictionary();
    }

    /// <summary>The data type.</summary>
    public NodeId DataTypeId { get; }

    /// <summary>Its browse name.</summary>
    public string Name { get; }

    /// <summary>What travels: Int32 for an enumeration, the unsigned integer for an option set.</summary>
    public BuiltInType Type { get; }

    /// <summary>The values, or bits, with their names.</summary>
    public IReadOnlyList<EnumField> Fields { get; }

    /// <summary>The name of a value, or of the bit with this number; null where it has none.</summary>
    public string? NameOf(long value) => _names.GetValueOrDefault(value);
}
