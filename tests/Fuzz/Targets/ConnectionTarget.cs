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
    const int Clients = 12;

    /// <summary>However short the time and slow the machine: a line that changed nothing shows nothing.</summary>
    const int LeastChanged = 10;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    readonly TestServer _plant = new(options => options with { Limits = new ServerLimits { MaxConnections = 100, MaxSessions = 1_000, MaxSubscriptions = 5_000, MaxSubscriptionsPerSession = 50, MaxSessionTimeout = TimeSpan.FromSeconds(20) } });
    readonly Mutator _mutator = new([], 60_000);
    readonly FuzzRandom _random = FuzzRandom.For(FuzzSettings.Seed, "client/connection", 0);
    readonly Dictionary<string, int> _events = [];
    long _changed;
    volatile bool _isHonest;

    /// <summary>Chunks that were changed.</summary>
    public long Changed => Volatile.Read(ref _changed);

    /// <summary>From the honest line to the last client's value.</summary>
    public TimeSpan Recovery { get; private set; }

    /// <summary>What happened to the connections, by kind.</summary>
    public string Happened => string.Join(", ", _events.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Value} {pair.Key}"));

    public async Task RunAsync(FuzzBudget budget)
    {
        // A refused response makes the client pause for a while, and rightly: many at a time make the most of it.
        var clients = Enumerable.Range(0, Clients).Select(_ => new Client(this)).ToList();
        var started = Stopwatch.GetTimestamp();
        var last = 0;
        while (!budget.IsSpent(Changed, started) || Changed < LeastChanged)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience + (budget.Time ?? TimeSpan.FromDays(1)))
                throw new RuleBrokenException($"{Changed} chunks came in all that time; {LeastChanged} were to be changed.");
            _plant.Temperature.SetValue((double)++last, TestServer.Start.AddSeconds(last));
            foreach (var client in clients) await client.ThrowIfEndedAsync();
            await Task.Delay(2);
        }

        _isHonest = true;
        var honest = Stopwatch.GetTimestamp();
        var (from, next) = (last + 1_000_000.0, 0);
        while (clients.Find(client => !(client.LastValue >= from && client.LastValue <= from + next)) is { } late)
        {
            if (Stopwatch.GetElapsedTime(honest) > Patience)
                throw new RuleBrokenException($"No value came within {Patience} after the line was honest again: {late.Connection.Status}");
            await late.ThrowIfEndedAsync();
            _plant.Temperature.SetValue(from + ++next, TestServer.Start.AddSeconds(last + next));
            await Task.Delay(20);
        }

        Recovery = Stopwatch.GetElapsedTime(honest);
        foreach (var client in clients) await client.DisposeAsync();
    }

    sealed class Client : IAsyncDisposable
    {
        readonly ConnectionTarget _target;
        readonly Task _consuming;
        readonly CancellationTokenSource _stop = new();
        double _lastValue;

        public Client(ConnectionTarget target)
        {
            _target = target;
            var options = new ConnectionOptions
            {
                EndpointUrl = target._plant.Server.EndpointUrl,
                FirstBackOff = TimeSpan.FromMilliseconds(1),
                LongestBackOff = TimeSpan.FromMilliseconds(20),
                KeepAliveInterval = TimeSpan.FromMilliseconds(500),
                RequestTimeout = TimeSpan.FromMilliseconds(500),
                ConnectTimeout = TimeSpan.FromMilliseconds(500),
                // An item that the line made look refused is not asked for again before this.
                RetryFailedItemsAfter = TimeSpan.FromSeconds(1),
            };
            Connection = new OpcUaConnection(options, TimeProvider.System, target.DialAsync);
            Connection.AddSubscription(new SubscriptionSettings
            {
                PublishingInterval = TimeSpan.FromMilliseconds(20),
                KeepAlive = TimeSpan.FromSeconds(1),
                Items = [new MonitoredItemSettings(ExpandedNodeId.Parse("nsu=urn:test:plant;s=temperature"))],
            });
            Connection.Start();
            _consuming = ConsumeAsync();
        }

        public OpcUaConnection Connection { get; }

        public double LastValue => Volatile.Read(ref _lastValue);

        public Task ThrowIfEndedAsync() => _consuming.IsCompleted ? _consuming : Task.CompletedTask;

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _consuming;
            await Connection.DisposeAsync();
            _stop.Dispose();
        }

        async Task ConsumeAsync()
        {
            try
            {
                await foreach (var batch in Connection.Notifications.ReadAllAsync(_stop.Token))
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

                    while (Connection.Events.TryRead(out var happened)) _target.Note(happened);
                }
            }
            catch (OperationCanceledException)
            {
            }
        }
    }

    void Note(ConnectionEvent happened)
    {
        var name = happened is ConnectionLost lost ? $"ConnectionLost {lost.Status}" : happened.GetType().Name;
        lock (_events) _events[name] = _events.GetValueOrDefault(name) + 1;
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
