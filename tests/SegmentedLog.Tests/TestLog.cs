namespace Jinan.IndustryBrain.DurableLog.Tests;

/// <summary>Small logs over the crashing storage, and records that can be told from all others.</summary>
internal static class TestLog
{
    public const string Directory = "/log";

    public static SegmentedLogOptions Options { get; } = new()
    {
        Directory = Directory,
        SegmentBytes = 4096,
        MaxBytes = 64 << 10,
        MaxRecordBytes = 1024,
        RetryInterval = TimeSpan.FromMilliseconds(20),
    };

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static ValueTask<SegmentedLog> OpenAsync(CrashingStorage storage, SegmentedLogOptions? options = null, TimeProvider? time = null) =>
        SegmentedLog.OpenAsync(options ?? Options, storage, time, Token);

    public static byte[] Record(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static List<(long Sequence, byte[] Payload)> ReadAll(SegmentedLog log)
    {
        var records = new List<(long, byte[])>();
        using var scan = log.OpenScan();
        for (var next = log.OldestSequence; scan.TryRead(next, out var batch, maxBytes: 700);)
        {
            using (batch)
            {
                foreach (var record in batch)
                    records.Add((record.Sequence, record.Payload.ToArray()));
                next = batch.Last + 1;
            }
        }
        return records;
    }

    public static async Task AppendManyAsync(SegmentedLog log, int count, int length = 300)
    {
        for (var i = 0; i < count; i++)
            await log.AppendAsync(Record((int)log.NextSequence, length), Token);
    }
}
