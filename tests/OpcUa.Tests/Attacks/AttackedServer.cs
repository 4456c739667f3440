using System.Diagnostics;
using System.Net.Sockets;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Tests.Server;
using Jinan.IndustryBrain.OpcUa.Transport;
using Jinan.IndustryBrain.TestKit;

namespace Jinan.IndustryBrain.OpcUa.Tests.Attacks;

/// <summary>A server under attack, somebody honest beside the attackers, and what the server reported of them.</summary>
internal sealed class AttackedServer : IAsyncDisposable
{
    const int Reads = 300;

    readonly List<RefusedPeer> _reports = [];

    public AttackedServer(Func<OpcUaServerOptions, OpcUaServerOptions>? change = null)
    {
        Plant = new TestServer(options =>
        {
            options = options with
            {
                PeerRefused = peer =>
                {
                    lock (_reports) _reports.Add(peer);
                },
            };
            return change?.Invoke(options) ?? options;
        });
    }

    public TestServer Plant { get; }

    public OpcUaServer Server => Plant.Server;

    /// <summary>What the server told of refused peers, in order.</summary>
    public IReadOnlyList<RefusedPeer> Reports
    {
        get
        {
            lock (_reports) return [.. _reports];
        }
    }

    /// <summary>
    /// Runs an attack, again and again, while somebody else reads: all the reads must be answered, and their latency is
    /// compared with the one before.
    /// </summary>
    public async Task BesideOthersAsync(string name, Func<CancellationToken, Task> attack, ITestOutputHelper output)
    {
        await using var other = await RawClient.ConnectAsync(Server);
        await MeasureAsync(other, () => true); // warm
        var before = await MeasureAsync(other, () => true);
        using var stop = new CancellationTokenSource();
        var rounds = 0;
        var attacking = Task.Run(async () =>
        {
            do
            {
                await attack(stop.Token);
                Interlocked.Increment(ref rounds);
            }
            while (!stop.IsCancellationRequested);
        });
        var during = await MeasureAsync(other, () => Volatile.Read(ref rounds) > 0 || attacking.IsCompleted);
        await stop.CancelAsync();
        await attacking;
        new TestReport(output).Line(
            $"{name}: {rounds} rounds; {during.Count} reads beside it, median {during.Median.TotalMicroseconds:F0} µs against {before.Median.TotalMicroseconds:F0} µs before ({during.Median / before.Median:F1} times), worst {during.Worst.TotalMilliseconds:F1} ms against {before.Worst.TotalMilliseconds:F1} ms");
        Assert.Empty(Plant.Unexpected);
    }

    /// <summary>The refusal was reported, and no source twice for the same within the minute.</summary>
    public async Task AssertReportedOnceAsync(params StatusCode[] statuses)
    {
        foreach (var status in statuses)
            await TestServer.UntilAsync(() => Reports.Any(report => report.Status == status), $"a report of {status}; there are {string.Join(", ", Reports)}");
        Assert.All(Reports.GroupBy(report => (report.Address, report.Status)), group => Assert.Single(group));
    }

    public async Task AssertServesAsync(RawClient client) => Assert.Equal(StatusCodes.Good, (await client.AskAsync<ReadResponse>(Read())).Results[0].StatusCode);

    public async Task<Socket> DialAsync(int receiveBuffer = 0)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer > 0) socket.ReceiveBufferSize = receiveBuffer;
        await socket.ConnectAsync(Server.EndPoint);
        return socket;
    }

    /// <summary>A connection with an open channel (policy None), whose chunks a test writes by hand.</summary>
    public async Task<RawChannel> OpenRawAsync(int receiveBuffer = 0)
    {
        var socket = await DialAsync(receiveBuffer);
        var hello = new System.Buffers.ArrayBufferWriter<byte>();
        HelloMessage.From(new TransportLimits(), Server.EndpointUrl).Write(hello);
        await socket.SendAsync(hello.WrittenMemory);
        var channel = new RawChannel(socket);
        await channel.OpenAsync();
        return channel;
    }

    public ValueTask DisposeAsync() => Plant.DisposeAsync();

    async Task<(TimeSpan Median, TimeSpan Worst, int Count)> MeasureAsync(RawClient client, Func<bool> isEnough)
    {
        var times = new List<TimeSpan>();
        while (times.Count < Reads || !isEnough())
        {
            var started = Stopwatch.GetTimestamp();
            await AssertServesAsync(client);
            times.Add(Stopwatch.GetElapsedTime(started));
        }

        times.Sort();
        return (times[times.Count / 2], times[^1], times.Count);
    }

    ReadRequest Read() => new() { NodesToRead = [new ReadValueId { NodeId = Plant.Temperature.Id, AttributeId = AttributeIds.Value }] };
}
