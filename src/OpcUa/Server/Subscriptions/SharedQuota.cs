namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>
/// Something that all clients share and that runs out: three quarters go to whoever asks first, a quarter is kept in equal parts
/// for the subscriptions that there may be. However much others have taken, a subscription finds its part.
/// </summary>
/// <param name="most">What there is of it.</param>
/// <param name="mostOfSession">What the subscriptions of one session may have together.</param>
/// <param name="subscriptions">How many subscriptions there may be.</param>
internal sealed class SharedQuota(long most, long mostOfSession, int subscriptions)
{
    private readonly Lock _gate = new();
    private readonly long _kept = most / 4 / subscriptions;
    // What all have beyond the parts that are kept for them.
    private long _takenOfCommon;

    private long Common => most - (_kept * subscriptions);

    /// <summary>Takes as many whole units of the wish as there is room for, in place of what the account had taken before for the same.</summary>
    /// <returns>What it has now; 0 where not one unit of the wish fits, and it keeps what it had.</returns>
    public long Exchange(QuotaAccount account, long had, long wished, long unit = 1)
    {
        lock (_gate)
        {
            Book(account, -had);
            // What it had is its own, be its session beyond what it may have (by what it took over).
            var taken = Math.Min(wished, Math.Max(had, LeftFor(account)));
            taken -= taken % unit;
            Book(account, taken == 0 && wished > 0 ? had : taken);
            return taken;
        }
    }

    public void GiveBack(QuotaAccount account, long had) => Exchange(account, had, 0);

    /// <summary>The account goes to another session, or to none, with all that it has, be that beyond what a session may have.</summary>
    public void Move(QuotaAccount account, SessionQuota? to)
    {
        lock (_gate)
        {
            if (account.Session is { } from)
                from.Taken -= account.Taken;
            account.Session = to;
            if (to is not null)
                to.Taken += account.Taken;
        }
    }

    private long LeftFor(QuotaAccount account)
    {
        var left = Math.Max(0, _kept - account.Taken) + (Common - _takenOfCommon);
        return account.Session is { } session ? Math.Clamp(mostOfSession - session.Taken, 0, left) : left;
    }

    private void Book(QuotaAccount account, long change)
    {
        _takenOfCommon += BeyondKept(account.Taken + change) - BeyondKept(account.Taken);
        account.Taken += change;
        if (account.Session is { } session)
            session.Taken += change;
    }

    private long BeyondKept(long taken) => Math.Max(0, taken - _kept);
}

/// <summary>What one subscription has of a <see cref="SharedQuota"/>, whose lock guards it.</summary>
internal sealed class QuotaAccount
{
    public long Taken { get; set; }

    /// <summary>Whose subscription it is; null when that session has ended.</summary>
    public SessionQuota? Session { get; set; }
}

/// <summary>What the subscriptions of one session have of a <see cref="SharedQuota"/>, whose lock guards it.</summary>
internal sealed class SessionQuota
{
    public long Taken { get; set; }
}
