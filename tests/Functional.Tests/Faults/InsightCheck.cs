using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Functional.Tests.Running;

namespace Jinan.IndustryBrain.Functional.Tests.Faults;

/// <summary>
/// Whether the insights of a run with kills are those of a run without. What a model answers depends on its window's values
/// alone, and each insight carries their digest: the digest is worked out here a second time, from what the machine gave out and
/// the historian stored, which no kill has touched.
/// </summary>
internal static class InsightCheck
{
    private const int MostInOneAnswer = 10_000;

    // Bad_CommunicationError, Bad_NotConnected, Bad_NoCommunication, Bad_ConnectionClosed, Bad_WaitingForInitialData.
    private static readonly uint[] Unknown = [0x80050000, 0x808A0000, 0x80310000, 0x80AE0000, 0x80320000];

    public static async Task<List<Insight>> ReadAsync(EdgeClient client, string factory)
    {
        var answer = await client.GetAsync("historian", $"insights?factory={factory}&limit={MostInOneAnswer}");
        var insights = answer.GetProperty("insights").EnumerateArray().Select(i => i.Deserialize(ContractsJson.Default.Insight)!).ToList();
        Assert.InRange(insights.Count, 1, MostInOneAnswer - 1);
        return insights;
    }

    /// <returns>Those whose digest is not that of their window's values, with what is known of the difference.</returns>
    public static List<string> WithOtherEvidence(IEnumerable<Insight> insights, IEnumerable<StoredRow> stored)
    {
        var values = stored.GroupBy(row => row.Sample.Signal).ToDictionary(g => g.Key, InOrderOfTime);
        return [.. insights.Where(i => i.State == InsightState.Computed && DigestOf(i, values) != i.Evidence.Digest).Select(i => Describe(i, values))];
    }

    // That nothing is known of a signal from some time on is a row as well. It goes when a value comes afterwards that is of before:
    // that one has held all the while.
    private static List<StoredSample> InOrderOfTime(IEnumerable<StoredRow> rows)
    {
        var samples = new List<StoredSample>();
        foreach (var sample in rows.OrderBy(row => row.Came).Select(row => row.Sample))
        {
            var at = samples.Count;
            while (at > 0 && samples[at - 1].SourceTime > sample.SourceTime)
                at--;
            if (!IsUnknown(sample) && samples.Skip(at).All(IsUnknown))
                samples.RemoveRange(at, samples.Count - at);
            samples.Insert(at, sample);
        }

        return samples;
    }

    private static bool IsUnknown(StoredSample sample) => Array.IndexOf(Unknown, sample.Status & 0xFFFF0000) >= 0;

    private static string Describe(Insight insight, Dictionary<string, List<StoredSample>> values)
    {
        var (from, to) = (Nanoseconds(insight.Window.From), Nanoseconds(insight.Window.To));
        var windows = insight.Evidence.Signals.Select(signal => (Name: signal, Samples: WindowOf(values.GetValueOrDefault(signal) ?? [], from, to))).ToList();
        return $"{insight.Asset} {insight.Window.From:O} to {insight.Window.To:O}, frames {insight.Evidence.FirstSequence} to {insight.Evidence.LastSequence}: "
            + $"{insight.Evidence.Values} values in the evidence, {windows.Sum(w => w.Samples.Count)} stored, from the window's start after (s): "
            + string.Join("; ", windows.Select(w => $"{w.Name} {string.Join(' ', w.Samples.Take(4).Select(s => string.Create(CultureInfo.InvariantCulture, $"{(s.SourceTime - from) / 1e9:0.###}{(s.Status == 0 ? "" : $" ({s.Status:X8})")}")))}"));
    }

    /// <returns>The values of a window with the one that holds at its start.</returns>
    private static List<StoredSample> WindowOf(List<StoredSample> samples, long from, long to)
    {
        var held = samples.LastOrDefault(s => s.SourceTime <= from);
        return [.. samples.Where(s => s.SourceTime < to && (s.SourceTime > from || s == held))];
    }

    // The layout is documented at the digest itself: each signal as name, 0, count, and (time, value, status) a sample.
    private static string DigestOf(Insight insight, Dictionary<string, List<StoredSample>> values)
    {
        var from = Nanoseconds(insight.Window.From);
        var to = Nanoseconds(insight.Window.To);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var signal in insight.Evidence.Signals.Order(StringComparer.Ordinal))
        {
            var window = WindowOf(values.GetValueOrDefault(signal) ?? [], from, to);
            hash.AppendData(Encoding.UTF8.GetBytes(signal));
            var bytes = new byte[1 + sizeof(int) + (window.Count * 20)];
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(1), window.Count);
            for (var i = 0; i < window.Count; i++)
            {
                var at = bytes.AsSpan(1 + sizeof(int) + (i * 20));
                BinaryPrimitives.WriteInt64LittleEndian(at, window[i].SourceTime);
                BinaryPrimitives.WriteDoubleLittleEndian(at[8..], Number(window[i]));
                BinaryPrimitives.WriteUInt32LittleEndian(at[16..], window[i].Status);
            }

            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static double Number(StoredSample sample) =>
        sample.Status >> 30 == 0 && double.TryParse(sample.Value, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    private static long Nanoseconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100;
}
