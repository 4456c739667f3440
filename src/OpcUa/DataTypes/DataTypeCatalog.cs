using System.Diagnostics.CodeAnalysis;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.DataTypes;

/// <summary>
/// The structures and enumerations of one address space, by data type and by encoding. Types whose definitions are missing,
/// or not understood, are not in it: their values stay ExtensionObjects.
/// </summary>
/// <remarks>Thread-safe. Node ids carry the namespace indexes of one server session: a catalog is not for another.</remarks>
public sealed class DataTypeCatalog
{
    /// <summary>More types than this are not taken: it is a server that never ends.</summary>
    public const int MaxTypes = 10_000;

    readonly Lock _gate = new();
    readonly Dictionary<NodeId, DataTypeSource> _sources = [];
    LayoutSet _layouts = LayoutSet.Empty;

    /// <summary>The structures and unions that can be decoded.</summary>
    public IReadOnlyCollection<StructureLayout> Structures => Volatile.Read(ref _layouts).Structures.Values;

    /// <summary>The enumerations and option sets.</summary>
    public IReadOnlyCollection<EnumerationLayout> Enumerations => Volatile.Read(ref _layouts).Enumerations.Values;

    /// <summary>Adds types, or replaces what was known of them. Types may name each other in any order, and be added piece by piece.</summary>
    /// <exception cref="OpcUaException">BadEncodingLimitsExceeded: there are more than <see cref="MaxTypes"/>.</exception>
    public void Add(params IReadOnlyCollection<DataTypeSource> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        lock (_gate)
        {
            foreach (var type in types) _sources[type.DataTypeId] = type;
            if (_sources.Count > MaxTypes)
                throw new OpcUaException(StatusCodes.BadEncodingLimitsExceeded, $"More than {MaxTypes} data types.");
            Volatile.Write(ref _layouts, new LayoutBuilder(this, _sources).Build());
        }
    }

    /// <summary>The structure of a data type; null where it is unknown or none.</summary>
    public StructureLayout? FindStructure(NodeId dataTypeId) => Volatile.Read(ref _layouts).Structures.GetValueOrDefault(dataTypeId);

    /// <summary>The structure that an ExtensionObject's type id stands for; null where it is unknown.</summary>
    public StructureLayout? FindByEncoding(NodeId encodingId) => Volatile.Read(ref _layouts).ByEncoding.GetValueOrDefault(encodingId);

    /// <summary>The enumeration of a data type; null where it is unknown or none.</summary>
    public EnumerationLayout? FindEnumeration(NodeId dataTypeId) => Volatile.Read(ref _layouts).Enumerations.GetValueOrDefault(dataTypeId);

    /// <summary>The named fields in an ExtensionObject.</summary>
    /// <returns>False where the type is unknown or the body is not binary: it stays what it is.</returns>
    /// <exception cref="OpcUaException">BadDecodingError or BadEncodingLimitsExceeded: the body is not of the type that it names.</exception>
    public bool TryDecode(ExtensionObject value, [NotNullWhen(true)] out StructureValue? structure, EncodingLimits? limits = null)
    {
        var outer = new UaReader(ReadOnlySpan<byte>.Empty, limits);
        return TryDecode(value, ref outer, out structure);
    }

    /// <summary>Whether something is known of a data type.</summary>
    internal bool Knows(NodeId dataTypeId)
    {
        lock (_gate) return _sources.ContainsKey(dataTypeId);
    }

    internal bool TryDecode(ExtensionObject? value, ref UaReader outer, [NotNullWhen(true)] out StructureValue? structure)
    {
        structure = null;
        if (value is not { Encoding: ExtensionObjectEncoding.Binary } || FindByEncoding(value.TypeId) is not { } layout) return false;
        var reader = new UaReader(value.Body.Span, outer.Limits) { Depth = outer.Depth };
        structure = StructureReader.Read(layout, ref reader);
        reader.EnsureEnd();
        return true;
    }
}
