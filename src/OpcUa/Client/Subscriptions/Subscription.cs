using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services.Columns;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// One subscription of a connection, through all the server-side subscriptions that stand for it over time: it is transferred
/// or created anew as connections break, and reports what was not covered in between.
/// </summary>
/// <remarks>Made by <see cref="OpcUaConnection.AddSubscription"/>. The properties may be read from any thread.</remarks>
public sealed class Subscription
{
    readonly ItemTable _items;
    SubscriptionSettings _settings;
    uint _id;

    internal Subscription(SubscriptionSettings settings, uint resumeId, uint resumeAfter)
    {
        _settings = settings;
        Revised = new RevisedSubscription(settings.PublishingInterval, 0, 0);
        _items = new ItemTable(settings.Items.Count);
        if (resumeId == 0) return;
        _id = resumeId;
        Sequence.StartAfter(resumeAfter);
        IsResuming = true;
    }

    /// <summary>What is asked for, as it was changed last.</summary>
    public SubscriptionSettings Settings => Volatile.Read(ref _settings);

    /// <summary>The id that the server gave; 0 while there is none.</summary>
    public uint Id => Volatile.Read(ref _id);

    /// <summary>Status that the server gave an item; Good once it is monitored.</summary>
    /// <param name="handle">Index of the item in the settings.</param>
    public StatusCode StatusOf(int handle) => _items.StatusOf(handle);

    /// <summary>What the server made of an item: its status, and the sampling interval and queue size that it granted.</summary>
    /// <param name="handle">Index of the item in the settings.</param>
    public MonitoredItemStatus ItemStatusOf(int handle) => _items.ItemStatusOf(handle);

    /// <summary>
    /// Guards sequence, coverage and held batches: the receive loop, a gap that is being filled and the recovery meet here.
    /// Nothing is awaited inside.
    /// </summary>
    internal Lock Gate { get; } = new();

    internal SequenceTracker Sequence { get; } = new();

    internal ItemTable Items => _items;

    /// <summary>Revised by the server; what was asked for until then.</summary>
    internal RevisedSubscription Revised { get; set; }

    /// <summary>
    /// What the client handles of the current items carry beside the position; null while the items of a resumed subscription
    /// have not shown theirs. It tells notifications of an older set of items apart.
    /// </summary>
    internal int? Generation { get; private set; }

    /// <summary>Asked for by a process before this one; not yet known to be alive.</summary>
    internal bool IsResuming { get; set; }

    /// <summary>Timestamp of the last response for it.</summary>
    internal long LastHeard { get; set; }

    internal DateTimeOffset? LastHeardAt { get; set; }

    /// <summary>Publish time (Unix nanoseconds) up to which everything was handed on.</summary>
    internal long CoveredThrough { get; set; } = OpcUaTime.NoTime;

    /// <summary>
    /// Something was handed on. Not the same as a <see cref="CoveredThrough"/>: that takes a whole publishing cycle.
    /// </summary>
    internal bool HasDelivered { get; set; }

    /// <summary>Set when changes may be missing since <see cref="CoveredThrough"/>; the next batch ends the interval.</summary>
    internal GapReason OpenGap { get; set; }

    /// <summary>Why the server-side subscription before this one ended; null for the first.</summary>
    internal string? LostBecause { get; set; }

    /// <summary>
    /// Counts the server-side subscriptions that have stood for this one, and the times without: what was begun for one of
    /// them must not end up with the next. Under <see cref="Gate"/>.
    /// </summary>
    internal int Incarnation { get; private set; }

    /// <summary>Messages in a row that were judged to have come before.</summary>
    internal int DuplicatesInRow { get; set; }

    /// <summary>
    /// What comes is of items that were not asked for: the server-side subscription is another client's, whose id a restarted
    /// server gave out again.
    /// </summary>
    internal bool IsForeign { get; set; }

    /// <summary>Republish requests in a row that the server did not answer.</summary>
    internal int UnansweredRefetches { get; set; }

    /// <summary>Timestamp of the last message that was handed on as it came, and its publish time; for <see cref="ServerClockSet"/>.</summary>
    internal (long ReceivedAt, long PublishTime)? LastInStep { get; set; }

    /// <summary>Batches that came while older ones are being fetched again; null when none are.</summary>
    internal Queue<NotificationBatch>? Held { get; set; }

    /// <summary>Replaces the settings; the list of items keeps its length.</summary>
    internal void Change(Func<SubscriptionSettings, SubscriptionSettings> change)
    {
        lock (Gate) Volatile.Write(ref _settings, change(_settings));
    }

    /// <summary>A server-side subscription stands for this one from now on.</summary>
    internal void Became(uint id, RevisedSubscription revised, int generation)
    {
        lock (Gate)
        {
            Incarnation++;
            DuplicatesInRow = 0;
            IsForeign = false;
            Sequence.StartAfter(0);
            Revised = revised;
            Generation = generation;
            IsResuming = false;
            _items.Forget();
            Volatile.Write(ref _id, id);
        }
    }

    /// <summary>
    /// The server-side subscription of the process before this one stands for this one. Items that the server does not list
    /// were refused then, and are created; where it lists none, all count as monitored.
    /// </summary>
    internal void TakeOver(IReadOnlyList<(ClientHandle Handle, uint Id)>? monitored)
    {
        IsResuming = false;
        if (monitored is not [var first, ..])
        {
            _items.AcceptAll();
            return;
        }

        Generation = first.Handle.Generation;
        foreach (var (handle, id) in monitored)
        {
            if (handle.Generation != Generation || handle.Index >= _items.Count) continue;
            _items.Note(handle.Index, StatusCodes.Good);
            // What was granted is told at creation only: until it is changed, what was asked for stands for it.
            var asked = Settings.Items[handle.Index];
            _items.Granted(handle.Index, id, asked.SamplingInterval, asked.QueueSize);
        }
    }

    /// <summary>There is no server-side subscription any more: what it knew and did not tell is lost.</summary>
    internal void Lost(GapReason reason, string because)
    {
        lock (Gate)
        {
            if (HasDelivered || IsResuming) OpenGap = IsResuming ? GapReason.NotResumed : reason;
            LostBecause = because;
            IsResuming = false;
            Incarnation++;
            NotificationRouter.DropHeld(this);
            Volatile.Write(ref _id, 0);
        }
    }

    /// <summary>
    /// Makes positions of the batch's client handles. The items of a resumed subscription are those of the process before this
    /// one, made from the same list: their generation is the one that they carry.
    /// </summary>
    internal void Resolve(NotificationBatch batch)
    {
        if (batch.FirstHandle is not { } first) return;
        Generation ??= first.Generation;
        batch.Resolve(Generation.Value, Settings.Items.Count);
    }

    internal SubscriptionStatus Status()
    {
        var revised = Revised;
        lock (Gate)
        {
            return new SubscriptionStatus(
                Id, revised.PublishingInterval, revised.KeepAliveCount, revised.LifetimeCount,
                Sequence.Last, LastHeardAt, _items.Accepted, _items.Failed);
        }
    }
}

/// <summary>What the server made of the asked-for intervals.</summary>
internal sealed record RevisedSubscription(TimeSpan PublishingInterval, uint KeepAliveCount, uint LifetimeCount)
{
    /// <summary>What is never waited for; the product of what a server may say is longer than any time span.</summary>
    static readonly TimeSpan Never = TimeSpan.FromDays(365);

    /// <summary>Longest silence of a living subscription.</summary>
    public TimeSpan LongestSilence =>
        TimeSpan.FromTicks((long)Math.Min(PublishingInterval.Ticks * Math.Max(1, (double)KeepAliveCount), Never.Ticks));

    /// <summary>The counts that settings ask for.</summary>
    public static RevisedSubscription AskedBy(SubscriptionSettings settings, TimeSpan sessionTimeout)
    {
        var interval = Math.Max(settings.PublishingInterval.TotalMilliseconds, 1);
        var keepAlive = (uint)Math.Clamp(Math.Round(settings.KeepAlive.TotalMilliseconds / interval), 1, 10_000_000);
        // The specification wants a lifetime of at least three keep-alives; at most what the session itself survives is of use.
        var lifetime = Math.Max(settings.Lifetime.TotalMilliseconds, sessionTimeout.TotalMilliseconds) / interval;
        return new RevisedSubscription(
            settings.PublishingInterval, keepAlive, (uint)Math.Clamp(lifetime, keepAlive * 3.0, uint.MaxValue));
    }

    /// <summary>What a server answered; its interval may be no number.</summary>
    public static RevisedSubscription Granted(double publishingInterval, uint keepAliveCount, uint lifetimeCount) =>
        new(TimeSpan.FromMilliseconds(publishingInterval is >= 0 ? Math.Min(publishingInterval, int.MaxValue) : 0), keepAliveCount, lifetimeCount);
}
