using System.Diagnostics;
using System.Net.Sockets;
using Jinan.IndustryBrain.Fuzz.Mutation;
using Jinan.IndustryBrain.Fuzz.Running;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Tests.Server;
using Jinan.IndustryBrain.OpcUa.Transport;
using SubscriptionSettings = Jinan.IndustryBrain.OpcUa.Client.SubscriptionSettings;

namespace Jinan.IndustryBrain.Fuzz.Targets;

/// <summary>
/// The whole client, with its session, its subscriptions and its recovery, behind a line that changes what the server sends. It
/// must never stop trying, never fail by a fault of its own, and deliver again as soon as the line is honest.
/// </summary>
internal sealed class ConnectionTarget : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly TestServer _plant = new(options => options with { Limits = new ServerLimits { MaxConnections = 20, MaxSessions = 50, MaxSubscriptions = 500, MaxSubscriptionsPerSession = 50 } });
    readonly Mutator _mutator = new([], 60_000);
    readonly FuzzRandom _random = FuzzRandom.For(FuzzSettings.Seed, "client/connection", 0);
    long _changed;
    volatile bool _isHonest;

    /// <summary>Chunks that were changed.</summary>
    public long Changed => Volatile.Read(ref _changed);

    public async Task RunAsync(FuzzBudget budget)
    {
        var options = new ConnectionOptions
        {
            EndpointUrl = _plant.Server.EndpointUrl,
            FirstBackOff = TimeSpan.FromMilliseconds(1),
            LongestBackOff = TimeSpan.FromMilliseconds(4),
            KeepAliveInterval = TimeSpan.FromMilliseconds(200),
            RequestTimeout = TimeSpan.FromMilliseconds(150),
            ConnectTimeout = TimeSpan.FromMilliseconds(500),
        };
        await using var connection = new OpcUaConnection(options, TimeProvider.System, DialAsync);
        connection.AddSubscription(new SubscriptionSettings
        {
            PublishingInterval = TimeSpan.FromMilliseconds(20),
            Items = [new MonitoredItemSettings(ExpandedNodeId.Parse("nsu=urn:test:plant;s=temperature"))],
        });
        connection.Start();
        using var stop = new CancellationTokenSource();
        var consuming = ConsumeAsync(connection, stop.Token);
        var started = Stopwatch.GetTimestamp();
        var last = 0;
        while (!budget.IsSpent(Changed, started))
        {
            _plant.Temperature.SetValue((double)++last, TestServer.Start.AddSeconds(last));
            if (consuming.IsCompleted) await consuming;
            await Task.Delay(2);
        }

        _isHonest = true;
        var honest = Stopwatch.GetTimestamp();
        var (from, next) = (last + 1_000_000.0, 0);
        while (Volatile.Read(ref _lastValue) is var value && !(value >= from && value <= from + next))
        {
            if (Stopwatch.GetElapsedTime(honest) > Patience)
                throw new RuleBrokenException($"No value came within {Patience} after the line was honest again: {connection.Status}");
            if (consuming.IsCompleted) await consuming;
            _plant.Temperature.SetValue(from + ++next, TestServer.Start.AddSeconds(last + next));
            await Task.Delay(20);
        }

        await stop.CancelAsync();
        await consuming;
    }

    double _lastValue;

    async Task ConsumeAsync(OpcUaConnection connection, CancellationToken stop)
    {
        try
        {
            await foreach (var batch in connection.Notifications.ReadAllAsync(stop))
            {
                using (batch)
                {
                    for (var row = 0; row < batch.Count; row++)
                    {
                        if (batch.Values.Handle[row] != 0) throw new RuleBrokenException($"A row of item {batch.Values.Handle[row]}; there is one item.");
                        if (batch.Values.Kind[row] is OpcUa.Services.Columns.ColumnKind.Double) Volatile.Write(ref _lastValue, batch.Values.Double(row));
                    }

                    batch.Acknowledge();
                }

                while (connection.Events.TryRead(out _))
                {
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    async ValueTask<Stream> DialAsync(EndpointAddress address, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(_plant.Server.EndPoint, cancel);
            return new ChangingStream(new NetworkStream(socket, ownsSocket: true), Change);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Behind the sequence header more often than not: a broken frame ends a connection at once.
    byte[] Change(byte[] chunk)
    {
        lock (_random)
        {
            if (_isHonest || !_random.Chance(20)) return chunk;
            Interlocked.Increment(ref _changed);
            if (chunk.Length <= 24 || _random.Chance(15)) return _mutator.Mutate(chunk, _random);
            byte[] changed = [.. chunk[..24], .. _mutator.Mutate(chunk.AsSpan(24), _random)];
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(4), changed.Length);
            return changed;
        }
    }

    public ValueTask DisposeAsync() => _plant.DisposeAsync();
}
