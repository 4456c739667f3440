using System.Runtime.CompilerServices;
using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services.Columns;

namespace Jinan.IndustryBrain.Cli.OpcUa.Bench;

/// <summary>What reading in batches costs, one request after the other, from the socket to columns.</summary>
internal sealed class ReadBench(BenchOptions options, TimeProvider time)
{
    public async Task<BenchReport> RunAsync(ServerConnection server, IReadOnlyList<ExpandedNodeId> nodes, CancellationToken cancellation)
    {
        var readers = nodes.Chunk(options.Batch).Select(batch => server.Client.PrepareRead([.. batch.Select(server.Resolve)])).ToArray();
        await ForAsync(options.Warmup);
        var meter = new ProcessMeter(time);
        var (values, messages, bad, _) = await ForAsync(options.Duration);
        return meter.Stop("read", nodes.Count, values, messages) with { BadValues = bad };

        async Task<(long Values, long Messages, long Bad, double Sum)> ForAsync(TimeSpan span)
        {
            var began = time.GetTimestamp();
            var (values, messages, bad, sum) = (0L, 0L, 0L, 0.0);
            do
            {
                var columns = await readers[messages % readers.Length].ReadAsync(cancellation);
                messages++;
                values += columns.Count;
                sum += Sum(columns, ref bad);
            }
            while (time.GetElapsedTime(began) < span);
            return (values, messages, bad, sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sum(ValueColumns columns, ref long bad)
    {
        var sum = 0.0;
        var status = columns.Status;
        for (var row = 0; row < columns.Count; row++)
        {
            sum += columns.Double(row);
            if (new StatusCode(status[row]).IsBad)
                bad++;
        }

        return sum;
    }
}
