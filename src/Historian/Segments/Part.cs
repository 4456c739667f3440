namespace Jinan.IndustryBrain.Historian.Segments;

/// <summary>
/// Something that queries read: a table of recent values, or a Parquet segment. It is removed only when it has been
/// retired and the last query that uses it has ended.
/// </summary>
internal abstract class Part
{
    private readonly Lock _gate = new();
    private int _users;
    private Action? _remove;

    public void Use()
    {
        lock (_gate)
            _users++;
    }

    public void Leave()
    {
        Action? remove = null;
        lock (_gate)
        {
            if (--_users == 0)
                (remove, _remove) = (_remove, null);
        }
        remove?.Invoke();
    }

    /// <summary>Removes it now, or when its last user leaves. The caller has taken it out of the store before.</summary>
    public void Retire(Action remove)
    {
        lock (_gate)
        {
            if (_users > 0)
            {
                _remove = remove;
                return;
            }
        }
        remove();
    }
}
