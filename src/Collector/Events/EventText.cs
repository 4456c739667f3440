using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Jinan.IndustryBrain.FactoryFile.Events;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.Collector.Events;

/// <summary>
/// An event as the text of a row: <c>{"id":"…","type":"…","source":"…","severity":700,"message":"…"}</c>. Its time is the row's. Not thread-safe.
/// </summary>
internal sealed class EventText
{
    /// <summary>Of the message; the rest of a longer one is cut off, and an ellipsis says so.</summary>
    public const int MaxMessage = 1_024;

    /// <summary>Of each other text.</summary>
    public const int MaxName = 256;

    // Chinese stays readable; nothing of this is ever put into a page without being escaped there.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new(512);

    /// <summary>The text; valid until the next call.</summary>
    /// <param name="fields">As <see cref="EventRequest"/> asked for them.</param>
    /// <param name="namespaceUris">Of the server, so that the type is named for ever.</param>
    public ReadOnlySpan<byte> Write(IReadOnlyList<Variant> fields, IReadOnlyList<string> namespaceUris)
    {
        _buffer.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_buffer, Readable);
        json.WriteStartObject();
        json.WriteString("id", Cut(IdOf(EventField.Of(fields, EventField.Id)), MaxName));
        json.WriteString("type", Cut(TypeOf(EventField.Of(fields, EventField.Type), namespaceUris), MaxName));
        json.WriteString("source", Cut(TextOf(EventField.Of(fields, EventField.Source)), MaxName));
        json.WriteNumber("severity", EventField.Of(fields, EventField.Severity).TryGetInt64(out var severity) ? severity : 0);
        json.WriteString("message", Cut(TextOf(EventField.Of(fields, EventField.Message)), MaxMessage));
        json.WriteEndObject();
        json.Flush();
        return _buffer.WrittenSpan;
    }

    private static string IdOf(Variant id) => id is { Type: BuiltInType.ByteString, IsArray: false } && id.AsByteString() is { } bytes
        ? Convert.ToHexStringLower(bytes.AsSpan(0, Math.Min(bytes.Length, MaxName / 2)))
        : "";

    private static string TypeOf(Variant type, IReadOnlyList<string> namespaceUris)
    {
        if (type is not { Type: BuiltInType.NodeId, IsArray: false } || type.ToObject() is not NodeId id)
            return "";
        return id.NamespaceIndex > 0 && id.NamespaceIndex < namespaceUris.Count
            ? new ExpandedNodeId(id, namespaceUris[id.NamespaceIndex]).ToString()
            : id.ToString();
    }

    private static string TextOf(Variant text) => text switch
    {
        { IsArray: true } => "",
        { Type: BuiltInType.String } => text.AsString() ?? "",
        { Type: BuiltInType.LocalizedText } when text.ToObject() is LocalizedText localized => localized.Text ?? "",
        _ => "",
    };

    // Never through the middle of a character; what is no text of Unicode is replaced.
    private static string Cut(string text, int most)
    {
        var cut = new StringBuilder(Math.Min(text.Length, most));
        foreach (var rune in text.EnumerateRunes())
        {
            if (cut.Length + rune.Utf16SequenceLength > most - 1 && text.Length > most)
                return cut.Append('…').ToString();
            cut.Append(rune);
        }

        return cut.ToString();
    }
}
