using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.DataTypes;

/// <summary>
/// A structure or union as its DataTypeDefinition describes it: the fields and how they lie on the wire (OPC 10000-6, 5.2.6 to
/// 5.2.8). Made by <see cref="DataTypeCatalog"/>; immutable once it can be found there.
/// </summary>
public sealed class StructureLayout
{
    const int Unknown = -2;
    const int Variable = -1;
    const int MaxDepth = 100;

    readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    FieldLayout[] _fields = [];
    int[] _offsets = [];
    int _fixedSize = Unknown;

    internal StructureLayout(DataTypeCatalog catalog, NodeId dataTypeId, string name, StructureType kind, NodeId encodingId)
    {
        Catalog = catalog;
        DataTypeId = dataTypeId;
        Name = name;
        Kind = kind;
        EncodingId = encodingId;
    }

    /// <summary>The data type.</summary>
    public NodeId DataTypeId { get; }

    /// <summary>Its browse name.</summary>
    public string Name { get; }

    /// <summary>Structure, structure with optional fields, or union; with or without subtyped values.</summary>
    public StructureType Kind { get; }

    /// <summary>The id of its binary encoding, which ExtensionObjects carry; null where the server names none.</summary>
    public NodeId EncodingId { get; }

    /// <summary>The fields in the order of the wire.</summary>
    public IReadOnlyList<FieldLayout> Fields => _fields;

    /// <summary>Whether one field at most is present.</summary>
    public bool IsUnion => Kind is StructureType.Union or StructureType.UnionWithSubtypedValues;

    /// <summary>The position of a field; -1 where there is none of this name.</summary>
    public int IndexOf(string field) => _indexes.GetValueOrDefault(field, -1);

    /// <summary>Where its subtypes are found.</summary>
    internal DataTypeCatalog Catalog { get; }

    internal ReadOnlySpan<FieldLayout> FieldSpan => _fields;

    /// <summary>Whether every field is there, one behind the other.</summary>
    internal bool IsSequence => Kind is StructureType.Structure or StructureType.StructureWithSubtypedValues;

    /// <summary>Bytes of the whole where that never changes; -1 otherwise.</summary>
    internal int FixedSize => SizeWithin(0);

    /// <summary><see cref="FixedSize"/>, asked for from so many structures around this one.</summary>
    internal int SizeWithin(int depth)
    {
        if (_fixedSize == Unknown)
        {
            // What lies deeper than this cannot be read, and a server may name thousands of levels.
            _fixedSize = Variable;
            _fixedSize = IsSequence && depth < MaxDepth ? SumOf(_fields, depth + 1) : Variable;
        }

        return _fixedSize;
    }

    /// <summary>Bytes from the start to a field where that never changes; -1 otherwise.</summary>
    internal int OffsetOf(int field) => _offsets[field];

    /// <summary>The second half of the making: fields may be of structures that are made at the same time, or of this one.</summary>
    internal void SetFields(FieldLayout[] fields)
    {
        _fields = fields;
        for (var i = 0; i < fields.Length; i++)
            _indexes.TryAdd(fields[i].Name, i);
    }

    /// <summary>The last step of the making, when all fields of all structures are set.</summary>
    internal void Measure()
    {
        _offsets = new int[_fields.Length];
        for (var i = 0; i < _fields.Length; i++)
            _offsets[i] = IsSequence ? SumOf(_fields.AsSpan(0, i), 1) : Variable;
    }

    static int SumOf(ReadOnlySpan<FieldLayout> fields, int depth)
    {
        var sum = 0L;
        foreach (var field in fields)
        {
            if (field.IsArray || field.SizeWithin(depth) is not (>= 0 and var size)) return Variable;
            sum += size;
        }

        return sum <= int.MaxValue ? (int)sum : Variable;
    }
}
