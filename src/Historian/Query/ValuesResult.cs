using System.Text.Json;
using Jinan.IndustryBrain.Historian.Segments;

namespace Jinan.IndustryBrain.Historian.Query;

/// <summary>
/// Streams values in the form that the request accepts: one JSON document, a JSON document a line, or Arrow. What is in
/// memory does not grow with the answer.
/// </summary>
internal sealed class ValuesResult(FactoryStore store, IAsyncEnumerable<StoredValue> values, int limit) : IResult
{
    public const string NdjsonType = "application/x-ndjson";
    private const int FlushBytes = 32 << 10;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var accept = httpContext.Request.Headers.Accept.ToString();
        var ct = httpContext.RequestAborted;
        // The first value is fetched before the answer begins, so that a query that fails is answered by a problem document.
        await using var rows = values.GetAsyncEnumerator(ct);
        var any = await rows.MoveNextAsync();
        if (accept.Contains(ArrowValues.ContentType, StringComparison.OrdinalIgnoreCase))
            await ArrowValues.WriteAsync(httpContext.Response, store.Catalogue, rows, any, ct);
        else
            await WriteJsonAsync(httpContext.Response, rows, any, accept.Contains(NdjsonType, StringComparison.OrdinalIgnoreCase), ct);
    }

    private async Task WriteJsonAsync(HttpResponse response, IAsyncEnumerator<StoredValue> rows, bool any, bool lines, CancellationToken ct)
    {
        response.ContentType = lines ? NdjsonType : "application/json; charset=utf-8";
        var body = response.BodyWriter;
        await using var json = new Utf8JsonWriter(body, new() { SkipValidation = true });
        var form = new ValueJson(store.Catalogue);
        var count = 0;
        string? next = null;
        if (!lines)
        {
            json.WriteStartObject();
            json.WriteString("factory"u8, store.Factory);
            json.WriteStartArray("values"u8);
        }
        for (; any; any = await rows.MoveNextAsync())
        {
            form.Write(json, rows.Current);
            count++;
            next = rows.Current.Cursor.ToString();
            if (lines)
                EndLine();
            if (json.BytesPending + body.UnflushedBytes >= FlushBytes)
            {
                json.Flush();
                await body.FlushAsync(ct);
            }
        }
        if (!lines)
        {
            json.WriteEndArray();
            // A full page may have a next one; a page that is not full is the last.
            json.WriteString("next"u8, count == limit ? next : null);
            json.WriteEndObject();
        }
        json.Flush();
        await body.FlushAsync(ct);

        void EndLine()
        {
            json.Flush();
            json.Reset();
            body.GetSpan(1)[0] = (byte)'\n';
            body.Advance(1);
        }
    }
}
