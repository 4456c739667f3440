using System.Globalization;

namespace Jinan.IndustryBrain.Historian.Query;

/// <summary>A value as it is stored. Times are Unix ns; at most one of double, int64 and text is there.</summary>
internal readonly record struct StoredValue(
    int Signal, long SourceTime, long? ServerTime, long ReceivedTime, double? Double, long? Int64, string? Text, uint Status,
    long Epoch, long Sequence, int Row)
{
    public ValueCursor Cursor => new(SourceTime, Epoch, Sequence, Row);
}

/// <summary>A value's place in the order of all values of a factory; the text form is what pages are asked with.</summary>
internal readonly record struct ValueCursor(long SourceTime, long Epoch, long Sequence, int Row)
{
    public const string Rule = "use the next of the previous answer: {source time in Unix ns}.{epoch}.{sequence}.{row}";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{SourceTime}.{Epoch}.{Sequence}.{Row}");

    public static bool TryParse(string text, out ValueCursor cursor)
    {
        cursor = default;
        var parts = text.Split('.');
        if (parts.Length != 4
            || !long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time)
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            || !int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var row))
            return false;
        cursor = new(time, epoch, sequence, row);
        return true;
    }
}
