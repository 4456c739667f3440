namespace Jinan.IndustryBrain.DurableLog.Tests;

/// <summary>Uses a log at random and remembers what it was promised.</summary>
internal sealed class Workload
{
    private readonly Dictionary<long, byte[]> _appended = [];
    private readonly Dictionary<string, long> _committed = [];
    private readonly Dictionary<string, long> _attempted = [];
    private long _epoch;
    private long _acknowledged;
    private long _truncatedBelow = 1;

    public async Task RunAsync(CrashingStorage storage, Random die, int steps)
    {
        await using var log = await TestLog.OpenAsync(storage);
        _epoch = log.Epoch;
        using var first = log.OpenReader("first");
        using var second = log.OpenReader("second");
        for (var i = 0; i < steps; i++)
        {
            switch (die.Next(6))
            {
                case 0 or 1 or 2:
                    for (var n = die.Next(1, 5); n > 0; n--)
                        Append(log, die);
                    await log.FlushAsync();
                    _acknowledged = log.NextSequence - 1;
                    break;
                case 3:
                    await CommitAsync(first, die);
                    break;
                case 4:
                    await CommitAsync(second, die);
                    break;
                default:
                    _truncatedBelow = Math.Max(_truncatedBelow, Math.Min(first.Position, second.Position) + 1);
                    log.Truncate(long.MaxValue);
                    break;
            }
        }
    }

    /// <summary>Holds what came back against what was promised, and goes on from there.</summary>
    public async Task VerifyAsync(CrashingStorage storage, string context)
    {
        await using var log = await TestLog.OpenAsync(storage);
        if (_epoch != 0)
            Assert.True(_epoch == log.Epoch, $"{context}: epoch");
        _epoch = log.Epoch;
        Assert.True(log.DurableSequence >= _acknowledged, $"{context}: {_acknowledged} was acknowledged, {log.DurableSequence} is there");
        Assert.True(log.OldestSequence <= _truncatedBelow, $"{context}: kept from {log.OldestSequence}, truncated below {_truncatedBelow}");

        var records = TestLog.ReadAll(log);
        Assert.Equal(log.DurableSequence - log.OldestSequence + 1, records.Count);
        for (var i = 0; i < records.Count; i++)
        {
            Assert.True(log.OldestSequence + i == records[i].Sequence, $"{context}: order");
            Assert.True(_appended[records[i].Sequence].AsSpan().SequenceEqual(records[i].Payload), $"{context}: record {records[i].Sequence} altered");
        }
        foreach (var (reader, position) in log.ReaderPositions)
        {
            Assert.True(position <= log.DurableSequence, $"{context}: {reader} is ahead of the data");
            Assert.True(position >= _committed.GetValueOrDefault(reader), $"{context}: {reader} went back");
            Assert.True(position <= _attempted.GetValueOrDefault(reader), $"{context}: {reader} was never there");
            _committed[reader] = _attempted[reader] = position;
        }
        // What came back may be seen by a consumer, so that from now on it is a promise too.
        _acknowledged = log.DurableSequence;
    }

    private void Append(SegmentedLog log, Random die)
    {
        var bytes = TestLog.Record(die.Next(), die.Next(die.Next(10) == 0 ? 900 : 150));
        _appended[log.NextSequence] = bytes;
        log.Append(bytes);
    }

    private async Task CommitAsync(LogReader reader, Random die)
    {
        if (_acknowledged == 0)
            return;
        var position = reader.Position + die.NextInt64(_acknowledged - reader.Position + 1);
        _attempted[reader.Name] = Math.Max(position, _attempted.GetValueOrDefault(reader.Name));
        await reader.CommitAsync(position);
        _committed[reader.Name] = position;
    }
}
