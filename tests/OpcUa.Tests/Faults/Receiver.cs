using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Tests.Faults;

/// <summary>Reads a connection's batches as a collector would: each value noted, acknowledged and given back.</summary>
sealed class Receiver : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Lock _lock = new();
    readonly List<(long Value, bool AfterGap)> _values = [];
    readonly List<(long From, long To, GapReason Reason)> _gaps = [];
    readonly List<(long Value, TaskCompletionSource Reached)> _awaited = [];
    readonly Queue<ConnectionEvent> _lastEvents = new();
    readonly Task _reading;
    readonly Task _listening;
    long _last = -1;

    public Receiver(OpcUaConnection connection)
    {
        Connection = connection;
        _reading = ReadAsync();
        _listening = ListenAsync();
    }

    public OpcUaConnection Connection { get; }

    public static ConnectionOptions Options(string url) => new()
    {
        EndpointUrl = url,
        FirstBackOff = TimeSpan.FromMilliseconds(5),
        LongestBackOff = TimeSpan.FromMilliseconds(60),
        KeepAliveInterval = TimeSpan.FromMilliseconds(150),
        ConnectTimeout = TimeSpan.FromSeconds(1),
        RequestTimeout = TimeSpan.FromSeconds(1),
    };

    /// <summary>Connects and subscribes to the counting plant.</summary>
    public static Receiver Start(ConnectionOptions options, Dial? dial = null)
    {
        var connection = new OpcUaConnection(options, TimeProvider.System, dial ?? Dialler.TcpAsync);
        connection.AddSubscription(CountingPlant.Settings());
        connection.Start();
        return new Receiver(connection);
    }

    /// <summary>The values in the order in which they came.</summary>
    public IReadOnlyList<(long Value, bool AfterGap)> Values
    {
        get
        {
            lock (_lock) return [.. _values];
        }
    }

    /// <summary>Intervals that were reported as not covered, in publish times.</summary>
    public IReadOnlyList<(long From, long To, GapReason Reason)> Gaps
    {
        get
        {
            lock (_lock) return [.. _gaps];
        }
    }

    /// <summary>Values that came.</summary>
    public long Count { get; private set; }

    /// <summary>Values that came twice or after a later one.</summary>
    public int Disorders { get; private set; }

    /// <summary>Lets the values go; those that come are judged by <see cref="Disorders"/> and <see cref="Count"/> all the same.</summary>
    public void Forget()
    {
        lock (_lock) _values.Clear();
    }

    /// <summary>Waits until a value, or a later one, has come.</summary>
    public async Task UntilAsync(long value, string context)
    {
        Task reached;
        lock (_lock)
        {
            if (_last >= value) return;
            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((value, source));
            reached = source.Task;
        }

        try
        {
            await reached.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{context}: {value} did not come ({Describe()}).");
        }
    }

    public string Describe()
    {
        lock (_lock)
        {
            return $"last {_last}, {Connection.Status}, gaps [{string.Join("; ", _gaps)}], {string.Join(", ", _lastEvents)}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await _reading;
        await _listening;
    }

    async Task ListenAsync()
    {
        await foreach (var happened in Connection.Events.ReadAllAsync())
        {
            lock (_lock)
            {
                if (_lastEvents.Count == 12) _lastEvents.Dequeue();
                _lastEvents.Enqueue(happened);
            }
        }
    }

    async Task ReadAsync()
    {
        await foreach (var batch in Connection.Notifications.ReadAllAsync())
        {
            using (batch)
            {
                lock (_lock) Note(batch);
                batch.Acknowledge();
            }
        }
    }

    void Note(NotificationBatch batch)
    {
        var isAfterGap = batch.Gap is not GapReason.None;
        if (isAfterGap) _gaps.Add((batch.GapFrom, batch.PublishTime, batch.Gap));
        for (var row = 0; row < batch.Count; row++)
        {
            var value = batch.Values.Int64(row);
            if (value <= _last) Disorders++;
            Count++;
            _last = value;
            _values.Add((value, isAfterGap));
        }

        for (var i = _awaited.Count - 1; i >= 0; i--)
        {
            if (_awaited[i].Value > _last) continue;
            _awaited[i].Reached.SetResult();
            _awaited.RemoveAt(i);
        }
    }
}
