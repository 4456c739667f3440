using System.Security.Cryptography;
using Jinan.IndustryBrain.ServiceDefaults.Storage;

namespace Jinan.IndustryBrain.Uplink.Exchange;

/// <summary>
/// Everything that left, written down before it leaves: what cannot be written down is not sent. The last payload of each kind
/// is kept as it was sent; of the lines, as many as the options say.
/// </summary>
internal sealed class ExportLog(ExchangeStore store, int keep, TimeProvider time)
{
    /// <summary>Longer ones are kept by their digest alone.</summary>
    private const int MostBody = 1024 * 1024;

    /// <summary>Outcome of a line whose sending was not over when this process ended.</summary>
    private const string Unfinished = "sending";

    /// <returns>Number of the line.</returns>
    public Task<long> BeginAsync(string kind, int count, byte[] body, CancellationToken cancellationToken)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(body));
        return store.WriteAsync(connection =>
        {
            connection.Do(
                "INSERT INTO exports (at, kind, count, bytes, digest, outcome) VALUES ($at, $kind, $count, $bytes, $digest, $outcome)",
                ("$at", time.GetUtcNow()), ("$kind", kind), ("$count", count), ("$bytes", body.Length), ("$digest", digest), ("$outcome", Unfinished));
            var number = connection.Number("SELECT last_insert_rowid()");
            connection.Do("DELETE FROM exports WHERE number <= $oldest", ("$oldest", number - keep));
            if (count > 0 && body.Length <= MostBody)
            {
                connection.Do(
                    "INSERT OR REPLACE INTO last_exports (kind, number, at, body) VALUES ($kind, $number, $at, $body)",
                    ("$kind", kind), ("$number", number), ("$at", time.GetUtcNow()), ("$body", body));
            }

            return number;
        }, cancellationToken);
    }

    public Task<int> EndAsync(long number, string outcome) => store.WriteAsync(
        connection => connection.Do("UPDATE exports SET outcome = $outcome WHERE number = $number", ("$number", number), ("$outcome", outcome)),
        CancellationToken.None);

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ExportLine> Lines(int take) => store.Read(connection => connection.Read(
        "SELECT number, at, kind, count, bytes, digest, outcome FROM exports ORDER BY number DESC LIMIT $take",
        row => new ExportLine(row.GetInt64(0), row.Time(1), row.GetString(2), row.GetInt32(3), row.GetInt64(4), row.GetString(5), row.GetString(6)),
        ("$take", take)));

    public IReadOnlyList<(string Kind, DateTimeOffset At, byte[] Body)> Last => store.Read(connection => connection.Read(
        "SELECT kind, at, body FROM last_exports ORDER BY kind", row => (row.GetString(0), row.Time(1), row.GetFieldValue<byte[]>(2))));
}

/// <summary>A payload that left.</summary>
/// <param name="Kind">See <see cref="Sending.Payloads"/>.</param>
/// <param name="Count">Items in it; none where the city was only asked whether it lets this factory in.</param>
/// <param name="Digest">SHA-256 of the body, lower-case hex.</param>
/// <param name="Outcome"><c>acknowledged</c>, <c>refused (status)</c>, <c>no answer</c>, or <c>sending</c>.</param>
internal sealed record ExportLine(long Number, DateTimeOffset At, string Kind, int Count, long Bytes, string Digest, string Outcome);
