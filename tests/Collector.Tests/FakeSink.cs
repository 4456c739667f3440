using System.Collections.Concurrent;
using Jinan.IndustryBrain.Collector.Publishing;
using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Collector.Tests;

/// <summary>A broker that can be switched off, and keeps what it took.</summary>
internal sealed class FakeSink : IFrameSink
{
    private readonly ConcurrentQueue<byte[]> _frames = new();
    private readonly SemaphoreSlim _taken = new(0);

    public bool IsDown { get; set; }

    public int Refused { get; private set; }

    public IReadOnlyList<byte[]> Frames => [.. _frames];

    public Task PublishAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        if (IsDown)
        {
            Refused++;
            throw new InvalidOperationException("the broker is away");
        }

        _frames.Enqueue(frame.ToArray());
        _taken.Release();
        return Task.CompletedTask;
    }

    /// <summary>Waits until the frames taken so far satisfy a condition.</summary>
    public async Task UntilAsync(Func<IReadOnlyList<Row>, bool> condition, string what)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition(Rows()))
        {
            try
            {
                await _taken.WaitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Did not come within a minute: {what}. There are {Rows().Count} rows in {_frames.Count} frames.");
            }
        }
    }

    public IReadOnlyList<Row> Rows()
    {
        var rows = new List<Row>();
        foreach (var bytes in _frames)
        {
            using var frame = FrameDecoder.Decode(bytes);
            for (var row = 0; row < frame.Count; row++)
                rows.Add(new Row(frame.Header.Position, frame.Signal[row], frame.SourceTime[row], frame.Number(row), frame.Text(row), frame.Status[row]));
        }

        return rows;
    }

    public FrameHeader[] Headers() => [.. _frames.Select(bytes => FrameDecoder.DecodeHeader(bytes))];
}

internal sealed record Row(FramePosition Frame, int Signal, long Time, double? Number, string? Text, uint Status);
