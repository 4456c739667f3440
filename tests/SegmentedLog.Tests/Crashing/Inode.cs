namespace Jinan.IndustryBrain.DurableLog.Tests;

/// <summary>A file's bytes as a process sees them, and as the medium has them.</summary>
internal sealed class Inode
{
    private const int SectorBytes = 64;
    private readonly List<Action<List<byte>, Func<bool>>> _unsynced = [];
    private List<byte> _durable = [];

    public List<byte> Bytes { get; private set; } = [];

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        var copy = bytes.ToArray();
        Change((target, keeps) =>
        {
            for (var at = 0; at < copy.Length; at += SectorBytes)
            {
                if (!keeps())
                    continue;
                var end = (int)offset + Math.Min(copy.Length, at + SectorBytes);
                if (target.Count < end)
                    target.AddRange(new byte[end - target.Count]);
                for (var i = (int)offset + at; i < end; i++)
                    target[i] = copy[i - (int)offset];
            }
        });
    }

    public void SetLength(long length) => Change((target, keeps) =>
    {
        if (!keeps())
            return;
        if (target.Count > length)
            target.RemoveRange((int)length, target.Count - (int)length);
        else
            target.AddRange(new byte[length - target.Count]);
    });

    public void Sync()
    {
        foreach (var change in _unsynced)
            change(_durable, () => true);
        _unsynced.Clear();
    }

    public void ForgetUnsynced() => _unsynced.Clear();

    public void Tamper(Action<List<byte>> change)
    {
        change(Bytes);
        _durable = [.. Bytes];
    }

    /// <param name="die">Decides what of the unsynced is there.</param>
    /// <param name="mode">0: nothing; 1: all; 2: a prefix, the last write torn; 3: any sectors.</param>
    public Inode Survive(Random die, int mode)
    {
        var bytes = new List<byte>(_durable);
        var whole = die.Next(_unsynced.Count + 1);
        for (var i = 0; i < _unsynced.Count; i++)
        {
            _unsynced[i](bytes, mode switch
            {
                0 => () => false,
                1 => () => true,
                2 when i < whole => () => true,
                2 when i > whole => () => false,
                _ => () => die.Next(2) == 0,
            });
        }
        return new() { Bytes = bytes, _durable = [.. bytes] };
    }

    private void Change(Action<List<byte>, Func<bool>> change)
    {
        change(Bytes, () => true);
        _unsynced.Add(change);
    }
}
