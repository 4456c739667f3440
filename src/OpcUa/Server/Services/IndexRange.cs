using System.Globalization;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>
/// Index ranges of one dimension, <c>4</c> or <c>2:5</c> (OPC 10000-4, 7.27), applied to arrays. Ranges of matrices, and of the
/// characters of strings, are refused.
/// </summary>
internal static class IndexRange
{
    public static StatusCode TryApply(string range, in Variant value, out Variant part)
    {
        part = default;
        if (!TryParse(range, out var low, out var high))
            return StatusCodes.BadIndexRangeInvalid;
        if (value.Elements is not { } elements || value.Dimensions.Count > 0 || low >= elements.Length)
            return StatusCodes.BadIndexRangeNoData;
        // A range that goes beyond the end gives what there is (7.27).
        var length = Math.Min(high, elements.Length - 1) - low + 1;
        var slice = Array.CreateInstance(elements.GetType().GetElementType()!, length);
        Array.Copy(elements, low, slice, 0, length);
        part = Variant.FromArray(value.Type, slice);
        return StatusCodes.Good;
    }

    public static bool IsValid(string range) => TryParse(range, out _, out _);

    private static bool TryParse(string range, out int low, out int high)
    {
        var colon = range.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            high = 0;
            if (!TryParseIndex(range, out low))
                return false;
            high = low;
            return true;
        }

        high = 0;
        return TryParseIndex(range.AsSpan(0, colon), out low) && TryParseIndex(range.AsSpan(colon + 1), out high) && low < high;
    }

    private static bool TryParseIndex(ReadOnlySpan<char> text, out int index) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out index);
}
