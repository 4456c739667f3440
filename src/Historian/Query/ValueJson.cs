using System.Buffers;
using System.Text.Json;
using Jinan.IndustryBrain.Historian.Segments;

namespace Jinan.IndustryBrain.Historian.Query;

/// <summary>A value in JSON; see the README for the form.</summary>
internal sealed class ValueJson(Catalogue catalogue)
{
    private readonly Dictionary<int, JsonEncodedText> _names = [];

    public void Write(Utf8JsonWriter json, in StoredValue value)
    {
        json.WriteStartObject();
        json.WriteString("signal"u8, NameOf(value.Signal));
        WriteTime(json, "sourceTime"u8, value.SourceTime);
        if (value.ServerTime is { } server)
            WriteTime(json, "serverTime"u8, server);
        WriteTime(json, "receivedTime"u8, value.ReceivedTime);
        WriteValue(json, value);
        json.WriteNumber("status"u8, value.Status);
        json.WriteString("cursor"u8, value.Cursor.ToString());
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, in StoredValue value)
    {
        json.WritePropertyName("value"u8);
        if (value.Double is { } number && double.IsFinite(number))
            json.WriteNumberValue(number);
        else if (value.Double is { } other)
            // JSON has no number for these.
            json.WriteStringValue(double.IsNaN(other) ? "NaN"u8 : other > 0 ? "Infinity"u8 : "-Infinity"u8);
        else if (value.Int64 is { } integer)
            json.WriteNumberValue(integer);
        else if (value.Text is { } text)
            json.WriteStringValue(text);
        else
            json.WriteNullValue();
    }

    private static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, long time)
    {
        Span<char> text = stackalloc char[TimeText.Length];
        json.WriteString(name, text[..TimeText.Format(time, text)]);
    }

    private JsonEncodedText NameOf(int signal)
    {
        if (!_names.TryGetValue(signal, out var name))
            _names[signal] = name = JsonEncodedText.Encode(catalogue.NameOf(signal));
        return name;
    }
}
