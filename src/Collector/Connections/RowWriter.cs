using System.Buffers.Text;
using System.Globalization;
using Jinan.IndustryBrain.Collector.State;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services.Columns;
using StatusCodes = Jinan.IndustryBrain.OpcUa.Encoding.StatusCodes;

namespace Jinan.IndustryBrain.Collector.Connections;

/// <summary>
/// Brings a value into the column that its signal declares. A number is converted where nothing of it is lost; what does not
/// fit leaves its status with a null, BadTypeMismatch unless the server said something worse itself.
/// </summary>
internal sealed class RowWriter(FrameColumns columns)
{
    /// <summary>A longer text does not become a row: a frame must stay within its limit.</summary>
    public const int MaxTextBytes = 64 << 10;

    /// <summary>The bytes of any number as text.</summary>
    private const int NumberBytes = 32;

    /// <summary>Values that did not fit their signal's type.</summary>
    public long Mismatches { get; private set; }

    /// <summary>The value as it would be stored.</summary>
    public static StoredValue Convert(SignalType type, ValueColumns values, int row, long time, uint status)
    {
        var kind = values.Kind[row];
        if (kind == ColumnKind.None)
            return StoredValue.OfNull(time, status);
        switch (type)
        {
            case SignalType.Double when kind == ColumnKind.Double:
                return StoredValue.OfDouble(time, values.Double(row), status);
            case SignalType.Double when kind is ColumnKind.Int64 or ColumnKind.DateTime:
                return StoredValue.OfDouble(time, values.Int64(row), status);
            case SignalType.Double when kind == ColumnKind.General && values.General(row).TryGetDouble(out var large):
                return StoredValue.OfDouble(time, large, status);
            case SignalType.Int64 when kind is ColumnKind.Int64 or ColumnKind.DateTime:
                return StoredValue.OfInt64(time, values.Int64(row), status);
            case SignalType.Int64 when kind == ColumnKind.Double && IsWhole(values.Double(row)):
                return StoredValue.OfInt64(time, (long)values.Double(row), status);
            case SignalType.Text when TextOf(values, row, stackalloc byte[NumberBytes], out var text):
                return StoredValue.OfText(time, text, status);
            default:
                return StoredValue.OfNull(time, new StatusCode(status).IsBad ? status : StatusCodes.BadTypeMismatch.Code);
        }
    }

    /// <summary>As the other, for a value that is not in columns: a part of a structure, or one of history.</summary>
    public static StoredValue Convert(SignalType type, in Variant value, long time, uint status)
    {
        if (value.IsNull)
            return StoredValue.OfNull(time, status);
        var isTime = value is { Type: BuiltInType.DateTime, IsArray: false };
        switch (type)
        {
            case SignalType.Double when value.TryGetDouble(out var number):
                return StoredValue.OfDouble(time, number, status);
            case SignalType.Double when isTime:
                return StoredValue.OfDouble(time, OpcUaTime.ToUnixNanoseconds(value.AsDateTime()), status);
            case SignalType.Int64 when value.TryGetInt64(out var whole):
                return StoredValue.OfInt64(time, whole, status);
            case SignalType.Int64 when isTime:
                return StoredValue.OfInt64(time, OpcUaTime.ToUnixNanoseconds(value.AsDateTime()), status);
            case SignalType.Int64 when value.TryGetDouble(out var fraction) && IsWhole(fraction):
                return StoredValue.OfInt64(time, (long)fraction, status);
            case SignalType.Text when TextOf(value, stackalloc byte[NumberBytes], out var text):
                return StoredValue.OfText(time, text, status);
            default:
                return StoredValue.OfNull(time, new StatusCode(status).IsBad ? status : StatusCodes.BadTypeMismatch.Code);
        }
    }

    /// <summary>Adds the row of a value that <see cref="Convert(SignalType, in Variant, long, uint)"/> made.</summary>
    public void Write(int signal, in StoredValue value, in Variant source, long? serverTime, long receivedTime)
    {
        if (value.Kind == StoredKind.Text)
        {
            TextOf(source, stackalloc byte[NumberBytes], out var text);
            WriteText(signal, value, text, serverTime, receivedTime);
        }
        else
        {
            WriteNumber(signal, value, !source.IsNull, serverTime, receivedTime);
        }
    }

    /// <summary>Adds a row with a text.</summary>
    public void WriteText(int signal, in StoredValue value, ReadOnlySpan<byte> text, long? serverTime, long receivedTime) =>
        columns.AddText(signal, value.Time, serverTime, receivedTime, text, value.Status);

    /// <summary>Adds the row of a value that <see cref="Convert(SignalType, ValueColumns, int, long, uint)"/> made.</summary>
    public void Write(int signal, in StoredValue value, ValueColumns values, int row, long? serverTime, long receivedTime)
    {
        if (value.Kind == StoredKind.Text)
        {
            TextOf(values, row, stackalloc byte[NumberBytes], out var text);
            WriteText(signal, value, text, serverTime, receivedTime);
        }
        else
        {
            WriteNumber(signal, value, values.Kind[row] != ColumnKind.None, serverTime, receivedTime);
        }
    }

    private void WriteNumber(int signal, in StoredValue value, bool hadValue, long? serverTime, long receivedTime)
    {
        switch (value.Kind)
        {
            case StoredKind.Double:
                columns.AddDouble(signal, value.Time, serverTime, receivedTime, BitConverter.Int64BitsToDouble(value.Bits), value.Status);
                break;
            case StoredKind.Int64:
                columns.AddInt64(signal, value.Time, serverTime, receivedTime, value.Bits, value.Status);
                break;
            default:
                if (hadValue)
                    Mismatches++;
                columns.AddNull(signal, value.Time, serverTime, receivedTime, value.Status);
                break;
        }
    }

    private static bool TextOf(ValueColumns values, int row, Span<byte> scratch, out ReadOnlySpan<byte> text)
    {
        text = default;
        var written = 0;
        switch (values.Kind[row])
        {
            case ColumnKind.Text:
                text = values.Text(row);
                return text.Length <= MaxTextBytes;
            case ColumnKind.Int64:
                values.Int64(row).TryFormat(scratch, out written, default, CultureInfo.InvariantCulture);
                break;
            case ColumnKind.Double:
                values.Double(row).TryFormat(scratch, out written, default, CultureInfo.InvariantCulture);
                break;
            case ColumnKind.DateTime:
                Utf8Formatter.TryFormat(OpcUaTime.FromUnixNanoseconds(values.Int64(row)), scratch, out written, 'O');
                break;
            case ColumnKind.General:
                return GeneralText(values.General(row), out text);
        }

        text = scratch[..written];
        return written > 0;
    }

    private static bool TextOf(in Variant value, Span<byte> scratch, out ReadOnlySpan<byte> text)
    {
        text = default;
        var written = 0;
        if (value.IsArray)
            return false;
        if (value.Type == BuiltInType.String)
        {
            text = System.Text.Encoding.UTF8.GetBytes(value.AsString() ?? "");
            return text.Length <= MaxTextBytes;
        }

        if (value.Type == BuiltInType.DateTime)
            Utf8Formatter.TryFormat(value.AsDateTime(), scratch, out written, 'O');
        else if (value.TryGetInt64(out var whole))
            whole.TryFormat(scratch, out written, default, CultureInfo.InvariantCulture);
        else if (value.Type is BuiltInType.Float or BuiltInType.Double && value.TryGetDouble(out var number))
            number.TryFormat(scratch, out written, default, CultureInfo.InvariantCulture);
        else
            return GeneralText(value, out text);
        text = scratch[..written];
        return written > 0;
    }

    // Seldom: a localized text, a name or an identifier. Arrays and structures have no text that a reader could take back.
    private static bool GeneralText(Variant value, out ReadOnlySpan<byte> text)
    {
        text = value.Type is BuiltInType.LocalizedText or BuiltInType.QualifiedName or BuiltInType.NodeId or BuiltInType.ExpandedNodeId
                or BuiltInType.Guid or BuiltInType.UInt64 or BuiltInType.XmlElement or BuiltInType.StatusCode && !value.IsArray
            ? System.Text.Encoding.UTF8.GetBytes(value.ToString())
            : default;
        return text.Length is > 0 and <= MaxTextBytes;
    }

    private static bool IsWhole(double value) => value is >= -9_007_199_254_740_992 and <= 9_007_199_254_740_992 && value == Math.Floor(value);
}
