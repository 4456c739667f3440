using System.Globalization;
using System.Text;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.DataTypes;

/// <summary>
/// The way to one value within a structure, for instance <c>Position.X</c>, <c>Axes[2].Torque</c> or <c>[0].State</c>. It is
/// read once and used for each value of an item: the structure's bytes are walked, and what lies beside the way is passed over
/// without being decoded. A number costs no allocation.
/// </summary>
/// <remarks>Immutable and thread-safe. Names with a dot or bracket in them are put in double quotes.</remarks>
public sealed class StructurePath
{
    const int MaxSteps = 100;

    readonly Step[] _steps;
    readonly string _text;

    StructurePath(string text, Step[] steps)
    {
        _text = text;
        _steps = steps;
    }

    /// <summary>Reads a path.</summary>
    /// <exception cref="FormatException">The text is not a path.</exception>
    public static StructurePath Parse(string text) =>
        TryParse(text, out var path) ? path! : throw new FormatException($"'{text}' is not a path; write for instance Position.X or Axes[2].Torque.");

    /// <summary>As <see cref="Parse"/>, false where the text is not a path.</summary>
    public static bool TryParse(string? text, out StructurePath? path)
    {
        path = null;
        var steps = new List<Step>();
        var rest = text.AsSpan();
        var isStart = true;
        while (rest.Length > 0)
        {
            var ok = rest[0] == '[' ? TryTakeIndex(ref rest, steps) : TryTakeName(ref rest, steps, isStart);
            if (!ok || steps.Count > MaxSteps) return false;
            isStart = false;
        }

        if (steps.Count == 0) return false;
        path = new StructurePath(text!, [.. steps]);
        return true;
    }

    /// <summary>Finds the value in what a variable holds.</summary>
    /// <param name="catalog">Where the structures' types are found.</param>
    /// <param name="value">A structure (an ExtensionObject), or an array of structures or values.</param>
    /// <param name="found">The value; null where the status is bad.</param>
    /// <returns>
    /// Good; BadDataTypeIdUnknown where a type on the way is not in the catalog; BadNoMatch where there is no such field;
    /// BadIndexRangeNoData where an array is shorter; BadNoData where the field is absent; BadTypeMismatch where the path ends at
    /// a structure or goes on behind a simple value; or why the bytes could not be read.
    /// </returns>
    public StatusCode Read(DataTypeCatalog catalog, in Variant value, out Variant found)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        found = default;
        try
        {
            return Follow(catalog, value, 0, 0, out found);
        }
        catch (OpcUaException malformed)
        {
            return malformed.StatusCode;
        }
    }

    /// <summary>As the other overload, in a structure that was decoded.</summary>
    public StatusCode Read(StructureValue structure, out Variant found)
    {
        ArgumentNullException.ThrowIfNull(structure);
        return Read(structure.Layout.Catalog, new FieldValue(structure), 0, out found);
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    StatusCode Read(DataTypeCatalog catalog, FieldValue at, int step, out Variant found)
    {
        found = default;
        // One index says nothing of a matrix.
        var isArray = false;
        for (; ; step++)
        {
            if (!at.IsPresent) return StatusCodes.BadNoData;
            if (at.Structure is null && at.Structures is null)
            {
                try
                {
                    return Follow(catalog, at.Value, step, 0, out found);
                }
                catch (OpcUaException malformed)
                {
                    return malformed.StatusCode;
                }
            }

            if (step == _steps.Length) return StatusCodes.BadTypeMismatch;
            var (name, index) = _steps[step];
            if (name is null)
            {
                if (at.Structures is not { } structures || !isArray) return StatusCodes.BadTypeMismatch;
                if (index >= structures.Count) return StatusCodes.BadIndexRangeNoData;
                at = structures[index];
                continue;
            }

            if (at.Structure is not { } structure) return StatusCodes.BadTypeMismatch;
            var field = structure.Layout.IndexOf(name);
            if (field < 0) return StatusCodes.BadNoMatch;
            at = structure[field];
            isArray = structure.Layout.FieldSpan[field].ValueRank == 1;
        }
    }

    // Values that carry their own type: the start, and fields that hold Variants, built-in arrays or ExtensionObjects.
    StatusCode Follow(DataTypeCatalog catalog, Variant value, int step, int depth, out Variant found)
    {
        found = default;
        if (depth > MaxSteps) return StatusCodes.BadEncodingLimitsExceeded;
        while (step < _steps.Length)
        {
            var (name, index) = _steps[step];
            if (name is not null)
            {
                if (value.IsArray || value.Type != BuiltInType.ExtensionObject) return StatusCodes.BadTypeMismatch;
                var structure = value.AsExtensionObject();
                if (structure.Encoding != ExtensionObjectEncoding.Binary || catalog.FindByEncoding(structure.TypeId) is not { } layout)
                    return StatusCodes.BadDataTypeIdUnknown;
                return Walk(catalog, layout, structure, step, depth + 1, out found);
            }

            if (!value.IsArray || value.Dimensions.Count > 0) return StatusCodes.BadTypeMismatch;
            if (value.Elements is not { } elements || index >= elements.Length) return StatusCodes.BadIndexRangeNoData;
            value = ElementArrays.Get(elements, index);
            step++;
        }

        if (value.Type == BuiltInType.ExtensionObject) return StatusCodes.BadTypeMismatch;
        found = value;
        return StatusCodes.Good;
    }

    // Along the bytes of one ExtensionObject, through all the structures that lie in place.
    StatusCode Walk(DataTypeCatalog catalog, StructureLayout layout, ExtensionObject structure, int step, int depth, out Variant found)
    {
        found = default;
        var reader = new UaReader(structure.Body.Span);
        while (true)
        {
            if (_steps[step].Name is not { } name) return StatusCodes.BadTypeMismatch;
            var index = layout.IndexOf(name);
            if (index < 0) return StatusCodes.BadNoMatch;
            if (!TryReach(layout, index, ref reader)) return StatusCodes.BadNoData;
            var field = layout.FieldSpan[index];
            step++;
            var isElement = field.IsArray && step < _steps.Length && _steps[step].Name is null && field.ValueRank == 1;
            if (isElement)
            {
                var wanted = _steps[step++].Index;
                var count = StructureReader.Count(field, ref reader, out _);
                if (wanted >= count) return StatusCodes.BadIndexRangeNoData;
                StructureReader.SkipElements(field, wanted, ref reader);
            }

            if (field.Structure is { } inner)
            {
                // The path ends at a structure, or at an array of them without saying which.
                if (step == _steps.Length || (field.IsArray && !isElement)) return StatusCodes.BadTypeMismatch;
                layout = inner;
                continue;
            }

            var value = field.IsArray && !isElement ? StructureReader.ReadArray(field, ref reader) : StructureReader.ReadOne(field.Type, ref reader);
            return Follow(catalog, value, step, depth, out found);
        }
    }

    /// <summary>Moves to a field; false where it is absent.</summary>
    static bool TryReach(StructureLayout layout, int index, ref UaReader reader)
    {
        if (layout.OffsetOf(index) is >= 0 and var offset)
        {
            reader.Skip(offset);
            return true;
        }

        var presence = Presence.Read(layout, ref reader);
        var fields = layout.FieldSpan;
        for (var i = 0; i < index; i++)
        {
            if (presence.Has(fields[i], i)) StructureReader.Skip(fields[i], ref reader);
        }

        return presence.Has(fields[index], index);
    }

    static bool TryTakeIndex(ref ReadOnlySpan<char> rest, List<Step> steps)
    {
        var end = rest.IndexOf(']');
        if (end < 0 || !int.TryParse(rest[1..end], NumberStyles.None, CultureInfo.InvariantCulture, out var index)) return false;
        steps.Add(new Step(null, index));
        rest = rest[(end + 1)..];
        return true;
    }

    static bool TryTakeName(ref ReadOnlySpan<char> rest, List<Step> steps, bool isStart)
    {
        if (!isStart)
        {
            if (rest[0] != '.') return false;
            rest = rest[1..];
        }

        if (rest.Length == 0) return false;
        if (rest[0] == '"') return TryTakeQuoted(ref rest, steps);
        var end = rest.IndexOfAny('.', '[');
        var name = end < 0 ? rest : rest[..end];
        if (name.Length == 0 || name.IndexOfAny(']', '"') >= 0) return false;
        steps.Add(new Step(name.ToString(), 0));
        rest = rest[name.Length..];
        return true;
    }

    // Two quotes within quotes are one.
    static bool TryTakeQuoted(ref ReadOnlySpan<char> rest, List<Step> steps)
    {
        var name = new StringBuilder();
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] != '"')
            {
                name.Append(rest[i]);
                continue;
            }

            if (i + 1 < rest.Length && rest[i + 1] == '"')
            {
                name.Append(rest[i++]);
                continue;
            }

            rest = rest[(i + 1)..];
            steps.Add(new Step(name.ToString(), 0));
            return name.Length > 0;
        }

        return false;
    }

    readonly record struct Step(string? Name, int Index);
}
