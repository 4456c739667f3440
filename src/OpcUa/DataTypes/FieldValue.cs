using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.DataTypes;

/// <summary>
/// What a field of a <see cref="StructureValue"/> holds: a value or array of a built-in type, a structure, an array of
/// structures, or nothing, where it is optional or belongs to a union. The default is nothing.
/// </summary>
public readonly struct FieldValue
{
    readonly object? _structures; // StructureValue or StructureValue[]
    readonly Variant _value;

    /// <summary>A value or array of a built-in type.</summary>
    public FieldValue(Variant value)
    {
        _value = value;
        IsPresent = true;
    }

    /// <summary>A structure.</summary>
    public FieldValue(StructureValue structure)
    {
        ArgumentNullException.ThrowIfNull(structure);
        _structures = structure;
        IsPresent = true;
    }

    /// <summary>Structures; with dimensions a matrix of them in row-major order.</summary>
    public FieldValue(StructureValue[]? structures, IReadOnlyList<int>? dimensions = null)
    {
        _structures = structures ?? (object)Array.Empty<StructureValue>();
        IsPresent = true;
        Dimensions = dimensions;
    }

    /// <summary>Whether the field is there at all.</summary>
    public bool IsPresent { get; }

    /// <summary>The value; null where the field holds structures or nothing. Structures of unknown types are here as ExtensionObjects.</summary>
    public Variant Value => _value;

    /// <summary>The structure; null where the field holds something else.</summary>
    public StructureValue? Structure => _structures as StructureValue;

    /// <summary>The structures of an array; null where the field holds something else.</summary>
    public IReadOnlyList<StructureValue>? Structures => _structures as StructureValue[];

    /// <summary>The lengths of the dimensions of a matrix of structures; null otherwise.</summary>
    public IReadOnlyList<int>? Dimensions { get; }

    public static implicit operator FieldValue(Variant value) => new(value);

    public static implicit operator FieldValue(StructureValue structure) => new(structure);

    public static implicit operator FieldValue(StructureValue[]? structures) => new(structures);

    /// <inheritdoc/>
    public override string ToString() => _structures switch
    {
        StructureValue one => one.ToString(),
        StructureValue[] many => $"[{string.Join(", ", many.Select(structure => structure.ToString()))}]",
        _ => IsPresent ? _value.ToString() : "absent",
    };
}
