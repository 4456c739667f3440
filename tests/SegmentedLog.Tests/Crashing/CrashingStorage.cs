namespace Jinan.IndustryBrain.DurableLog.Tests;

/// <summary>
/// A file system in memory that keeps, at a crash, what was synced, and of the rest whatever a seeded die says: nothing,
/// all, single writes, parts of writes, single renames and deletions. Can also refuse operations as a full or broken
/// disk does.
/// </summary>
internal sealed class CrashingStorage : ILogStorage
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Inode> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Inode> _durableNames = new(StringComparer.Ordinal);
    private readonly List<Action<Dictionary<string, Inode>>> _unsyncedNames = [];
    private readonly HashSet<string> _locked = [];

    /// <summary>Operations that change something or sync, so far.</summary>
    public int Operations { get; private set; }

    /// <summary>The operation at which the machine stops; all later ones fail as well.</summary>
    public int CrashAt { get; set; } = int.MaxValue;

    /// <summary>Asked before each operation: an exception to throw in its place, or null.</summary>
    public Func<string, string, IOException?>? Fault { get; set; }

    public int Syncs { get; private set; }

    public int OpenFiles { get; private set; }

    public IEnumerable<string> Names
    {
        get { lock (_gate) return [.. _names.Keys.Select(path => Path.GetFileName(path))]; }
    }

    /// <summary>What a machine that boots again finds.</summary>
    public CrashingStorage Reboot(Random die)
    {
        lock (_gate)
        {
            var survivor = new CrashingStorage();
            var mode = die.Next(4);
            foreach (var change in _unsyncedNames)
            {
                if (mode switch { 0 => false, 1 => true, _ => die.Next(2) == 0 })
                    change(_durableNames);
            }
            var copies = new Dictionary<Inode, Inode>();
            foreach (var (path, inode) in _durableNames)
            {
                if (!copies.TryGetValue(inode, out var copy))
                    copies[inode] = copy = inode.Survive(die, mode);
                survivor._names[path] = copy;
                survivor._durableNames[path] = copy;
            }
            return survivor;
        }
    }

    /// <summary>What a process that starts again on the running machine finds: everything.</summary>
    public CrashingStorage Restart()
    {
        lock (_gate)
        {
            _locked.Clear();
            CrashAt = int.MaxValue;
            Fault = null;
            return this;
        }
    }

    public byte[] ReadAll(string name)
    {
        lock (_gate)
            return [.. _names.Single(pair => Path.GetFileName(pair.Key) == name).Value.Bytes];
    }

    /// <summary>Changes durable bytes behind the log's back.</summary>
    public void Tamper(string name, Action<List<byte>> change)
    {
        lock (_gate)
            _names.Single(pair => Path.GetFileName(pair.Key) == name).Value.Tamper(change);
    }

    public void Move(string name, string to)
    {
        lock (_gate)
        {
            var path = _names.Keys.Single(key => Path.GetFileName(key) == name);
            _names.Remove(path, out var inode);
            _durableNames.Remove(path);
            if (to.Length == 0)
                return;
            var target = Path.Join(Path.GetDirectoryName(path), to);
            _names[target] = _durableNames[target] = inode!;
        }
    }

    public void CreateDirectory(string path)
    {
    }

    public IDisposable LockDirectory(string path)
    {
        lock (_gate)
        {
            if (!_locked.Add(path))
                throw new IOException("locked");
            return new Disposing(() =>
            {
                lock (_gate)
                    _locked.Remove(path);
            });
        }
    }

    public IReadOnlyList<string> ListFiles(string directory)
    {
        lock (_gate)
            return [.. _names.Keys.Where(path => Path.GetDirectoryName(path) == directory).Select(path => Path.GetFileName(path))];
    }

    public ILogFile Create(string path)
    {
        lock (_gate)
        {
            Step("create", path);
            var inode = new Inode();
            ChangeNames(names => names[path] = inode);
            return new OpenFile(this, path, inode);
        }
    }

    public ILogFile Open(string path)
    {
        lock (_gate)
        {
            ThrowIfCrashed();
            return new OpenFile(this, path, _names.TryGetValue(path, out var inode) ? inode : throw new FileNotFoundException("gone", path));
        }
    }

    public void Rename(string from, string to)
    {
        lock (_gate)
        {
            Step("rename", to);
            var inode = _names[from];
            ChangeNames(names =>
            {
                names.Remove(from);
                names[to] = inode;
            });
        }
    }

    public void Delete(string path)
    {
        lock (_gate)
        {
            Step("delete", path);
            ChangeNames(names => names.Remove(path));
        }
    }

    public void SyncDirectory(string directory)
    {
        lock (_gate)
        {
            Step("sync", directory);
            foreach (var change in _unsyncedNames)
                change(_durableNames);
            _unsyncedNames.Clear();
        }
    }

    private void ChangeNames(Action<Dictionary<string, Inode>> change)
    {
        change(_names);
        _unsyncedNames.Add(change);
    }

    private void Step(string operation, string path)
    {
        ThrowIfCrashed();
        Operations++;
        ThrowIfCrashed();
        if (Fault?.Invoke(operation, Path.GetFileName(path)) is { } fault)
            throw fault;
    }

    private void ThrowIfCrashed()
    {
        if (Operations >= CrashAt)
            throw new MachineStoppedException();
    }

    private sealed class OpenFile : ILogFile
    {
        private readonly CrashingStorage _storage;
        private readonly string _path;
        private readonly Inode _inode;
        private bool _open = true;

        public OpenFile(CrashingStorage storage, string path, Inode inode)
        {
            (_storage, _path, _inode) = (storage, path, inode);
            storage.OpenFiles++;
        }

        public long Length
        {
            get { lock (_storage._gate) return _inode.Bytes.Count; }
        }

        public int Read(long offset, Span<byte> buffer)
        {
            lock (_storage._gate)
            {
                ObjectDisposedException.ThrowIf(!_open, this);
                _storage.ThrowIfCrashed();
                // Short reads are legal; half of a buffer at a time finds code that does not expect them.
                var count = (int)Math.Min(Math.Max(1, (buffer.Length + 1) / 2), Math.Max(0, _inode.Bytes.Count - offset));
                for (var i = 0; i < count; i++)
                    buffer[i] = _inode.Bytes[(int)offset + i];
                return count;
            }
        }

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            lock (_storage._gate)
            {
                ObjectDisposedException.ThrowIf(!_open, this);
                try
                {
                    _storage.Step("write", _path);
                }
                catch (Exception)
                {
                    // The machine or the disk stopped in the middle of it.
                    _inode.Write(offset, bytes[..(bytes.Length / 2)]);
                    throw;
                }
                _inode.Write(offset, bytes);
            }
        }

        public void SetLength(long length)
        {
            lock (_storage._gate)
            {
                _storage.Step("cut", _path);
                _inode.SetLength(length);
            }
        }

        public void Sync()
        {
            lock (_storage._gate)
            {
                _storage.Syncs++;
                try
                {
                    _storage.Step("sync", _path);
                }
                catch (IOException)
                {
                    // What Linux does: the pages are marked clean, and the next fsync reports success without them.
                    _inode.ForgetUnsynced();
                    throw;
                }
                _inode.Sync();
            }
        }

        public void Dispose()
        {
            lock (_storage._gate)
            {
                if (_open)
                    _storage.OpenFiles--;
                _open = false;
            }
        }
    }

    private sealed class Disposing(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}

internal sealed class MachineStoppedException : Exception;
