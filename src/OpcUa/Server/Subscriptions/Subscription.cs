using System.Diagnostics.CodeAnalysis;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>
/// A subscription (OPC 10000-4, 5.14.1): items, what is to be sent of them, and what was sent and not acknowledged. It outlives
/// its session, until its lifetime runs out or another session takes it over.
/// </summary>
/// <remarks>
/// <see cref="Gate"/> guards everything, the items' state included. Locks are taken in the order variable, subscription,
/// publish queue.
/// </remarks>
internal sealed class Subscription
{
    private readonly ServerClock _clock;
    private readonly ServerMetrics _metrics;
    private readonly Dictionary<uint, MonitoredItem> _items = [];
    private readonly ReadyItems _ready = new();
    private readonly ReadyItems _readyEvents = new();
    private readonly RetransmissionQueue _sent;
    private readonly List<MonitoredItem> _expected = [];
    private readonly List<MonitoredItem> _polled = [];
    private Session? _session;
    private uint _nextSequenceNumber = 1;
    private uint _intervalsSilent;    // since the last message; a keep-alive is due at MaxKeepAliveCount
    private uint _intervalsUnserved;  // since the last publish request; the end at LifetimeCount
    private bool _isFirstMessage = true;
    private bool _isLate;             // something was due and no publish request was there

    public Subscription(uint id, Session session, SubscriptionSettings settings, ServerLimits limits, ServerClock clock, ServerMetrics metrics)
    {
        Id = id;
        _session = session;
        QueuedValues = new QuotaAccount { Session = session.QueuedValues };
        Settings = settings;
        _clock = clock;
        _metrics = metrics;
        _sent = new RetransmissionQueue(limits.MaxRetransmissionMessages, limits.MaxRetransmissionBytes);
        NextPublish = clock.Timestamp + clock.TicksOf(settings.PublishingInterval);
    }

    public Lock Gate { get; } = new();

    public uint Id { get; }

    public SubscriptionSettings Settings { get; private set; }

    public bool IsPublishing { get; private set; } = true;

    /// <summary>Whose publish requests it is answered with; null when that session has ended.</summary>
    public Session? Session => Volatile.Read(ref _session);

    /// <summary>What it has of the monitored items that all share.</summary>
    public QuotaAccount Items { get; } = new();

    /// <summary>What the queues of its items have of the <see cref="QueueBudget"/>.</summary>
    public QuotaAccount QueuedValues { get; }

    /// <summary>The user who may take it over.</summary>
    public SessionUser? Owner { get; init; }

    /// <summary>Timestamp of the next look for something to send.</summary>
    public long NextPublish { get; private set; }

    public bool IsClosed { get; private set; }

    public long Now => _clock.Timestamp;

    public void Modify(SubscriptionSettings settings)
    {
        lock (Gate)
        {
            Settings = settings;
            _intervalsUnserved = 0;
            NextPublish = Math.Min(NextPublish, Now + _clock.TicksOf(settings.PublishingInterval));
        }
    }

    public void SetPublishing(bool enabled)
    {
        lock (Gate)
        {
            IsPublishing = enabled;
            _intervalsUnserved = 0;
        }
    }

    public bool TryAddItem(MonitoredItem item)
    {
        lock (Gate)
        {
            if (IsClosed)
                return false;
            _items.Add(item.Id, item);
            if (item.IsPolled)
                _polled.Add(item);
            return true;
        }
    }

    public bool TryFindItem(uint id, [NotNullWhen(true)] out MonitoredItem? item)
    {
        lock (Gate)
            return _items.TryGetValue(id, out item);
    }

    public bool TryRemoveItem(uint id, [NotNullWhen(true)] out MonitoredItem? item)
    {
        lock (Gate)
        {
            if (!_items.Remove(id, out item))
                return false;
            item.IsDeleted = true;
            _polled.Remove(item);
            return true;
        }
    }

    /// <summary>The item has something to send at the next interval.</summary>
    public void MarkReady(MonitoredItem item) => (item.IsEvent ? _readyEvents : _ready).Add(item);

    /// <summary>The item has a value that waits for its sampling interval to end.</summary>
    public void ExpectCatchUp(MonitoredItem item)
    {
        if (item.IsExpected)
            return;
        item.IsExpected = true;
        _expected.Add(item);
    }

    public void CountLost(int values) => _metrics.ValuesDropped(values);

    /// <summary>The client has spoken of the subscription, so that it is not abandoned.</summary>
    public void KeepAlive()
    {
        lock (Gate)
            _intervalsUnserved = 0;
    }

    /// <summary>The end of a publishing interval (5.14.1.2).</summary>
    /// <returns>False where the subscription's life has ended; the caller then removes it.</returns>
    public bool OnInterval(long now)
    {
        lock (Gate)
        {
            if (IsClosed)
                return true;
            var interval = _clock.TicksOf(Settings.PublishingInterval);
            // An interval that was missed altogether is not made up for.
            NextPublish = Math.Max(NextPublish + interval, now + (interval / 2));
            if (++_intervalsUnserved > Settings.LifetimeCount)
                return false;
            CatchUp(now);
            _intervalsSilent++;
            if (HasValues || _isFirstMessage || _isLate || _intervalsSilent >= Settings.MaxKeepAliveCount)
                Serve(now);
            return true;
        }
    }

    /// <summary>A publish request came in: what is overdue goes out.</summary>
    /// <returns>True where a request was used.</returns>
    public bool OnPublishRequest(long now)
    {
        lock (Gate)
        {
            if (IsClosed)
                return false;
            _intervalsUnserved = 0;
            return _isLate && Serve(now) > 0;
        }
    }

    public bool Acknowledge(uint sequenceNumber)
    {
        lock (Gate)
            return _sent.Acknowledge(sequenceNumber);
    }

    /// <summary>Writes a retained message behind a response header; false where it is gone.</summary>
    public bool TryRepublish(uint sequenceNumber, MessageBuffer response)
    {
        lock (Gate)
        {
            _intervalsUnserved = 0;
            var message = _sent.Find(sequenceNumber);
            if (message.IsEmpty)
                return false;
            var writer = new UaWriter(response);
            writer.WriteBytes(message);
            writer.Flush();
            return true;
        }
    }

    /// <summary>Hands the subscription to another session (5.14.7); the old one is told so.</summary>
    /// <returns>The sequence numbers that can be republished.</returns>
    public uint[] TransferTo(Session session, bool sendInitialValues, QueueBudget queues)
    {
        lock (Gate)
        {
            if (Session != session)
                SendStatusChange(StatusCodes.GoodSubscriptionTransferred);
            Volatile.Write(ref _session, session);
            queues.Move(this, session);
            _intervalsUnserved = 0;
            if (sendInitialValues)
            {
                foreach (var item in _items.Values)
                    item.QueueLastAgain();
            }

            return _sent.SequenceNumbers();
        }
    }

    /// <summary>The session has ended and the subscription stays, for another session to take over.</summary>
    public void LeaveSession(Session ended, QueueBudget queues)
    {
        lock (Gate)
        {
            // Somebody may have taken it over meanwhile.
            if (Session != ended)
                return;
            Volatile.Write(ref _session, null);
            queues.Move(this, null);
        }
    }

    /// <summary>Ends the subscription.</summary>
    /// <param name="reason">Told to the client; good where the client asked for the end itself.</param>
    public IReadOnlyCollection<MonitoredItem> Close(StatusCode reason)
    {
        lock (Gate)
        {
            if (IsClosed)
                return [];
            if (!reason.IsGood)
                SendStatusChange(reason);
            IsClosed = true;
            foreach (var item in _items.Values)
                item.IsDeleted = true;
            _sent.Clear();
            return [.. _items.Values];
        }
    }

    private bool HasValues => IsPublishing && (_ready.TryPeek(out _) || _readyEvents.TryPeek(out _));

    private void CatchUp(long now)
    {
        foreach (var item in _polled)
            item.CatchUp(now);
        for (var i = _expected.Count - 1; i >= 0; i--)
        {
            var item = _expected[i];
            item.CatchUp(now);
            if (item.IsWaiting && !item.IsDeleted)
                continue;
            item.IsExpected = false;
            _expected[i] = _expected[^1];
            _expected.RemoveAt(_expected.Count - 1);
        }
    }

    // Sends all there is while publish requests last; without values, a keep-alive.
    private int Serve(long now)
    {
        var used = 0;
        do
        {
            if (Session is not { } session || !session.Publishes.TryDequeue(now, out var request))
            {
                _isLate = true;
                return used;
            }

            used++;
            _isLate = false;
            _isFirstMessage = false;
            _intervalsSilent = 0;
            _intervalsUnserved = 0;
            SendNext(request);
        }
        while (HasValues);
        return used;
    }

    private void SendNext(in PendingPublish request)
    {
        if (!HasValues)
        {
            using var keepAlive = NotificationWriter.WriteKeepAlive(_nextSequenceNumber, _clock.UtcNow);
            PublishAnswer.Send(request, Id, _sent, more: false, keepAlive.Body, _clock.UtcNow);
            return;
        }

        // Events first: they are few, and a flood of values must not keep them back.
        var message = _readyEvents.TryPeek(out _)
            ? NotificationWriter.WriteEvents(_readyEvents, _nextSequenceNumber, _clock.UtcNow, Settings.MaxNotificationsPerPublish, out var count)
            : NotificationWriter.WriteDataChanges(_ready, _nextSequenceNumber, _clock.UtcNow, Settings.MaxNotificationsPerPublish, out count);
        _metrics.ValuesSent(count);
        Retain(message);
        PublishAnswer.Send(request, Id, _sent, HasValues, message.Body, _clock.UtcNow);
    }

    private void SendStatusChange(StatusCode status)
    {
        if (Session is not { } session || !session.Publishes.TryDequeue(Now, out var request))
            return;
        var message = NotificationWriter.WriteStatusChange(_nextSequenceNumber, _clock.UtcNow, status);
        Retain(message);
        PublishAnswer.Send(request, Id, _sent, more: false, message.Body, _clock.UtcNow);
    }

    private void Retain(MessageBuffer message)
    {
        _sent.Add(_nextSequenceNumber, message);
        _nextSequenceNumber = _nextSequenceNumber == uint.MaxValue ? 1 : _nextSequenceNumber + 1;
    }
}
