using Jinan.IndustryBrain.OpcUa.Client;

namespace Jinan.IndustryBrain.OpcUa.Tests.Faults;

/// <summary>What this process holds at a moment, after full collections.</summary>
/// <param name="Open">Descriptors by what they lead to, e.g. <c>socket</c>, <c>pipe</c> or the path of a file.</param>
sealed record Footprint(IReadOnlyDictionary<string, int> Open, long Timers, int Threads, long Bytes, int Streams)
{
    /// <summary>Without assemblies and their symbols: the runtime opens them when they are first needed, e.g. for a stack trace, and keeps them.</summary>
    public int Descriptors => Open.Where(kind => !IsCode(kind.Key)).Sum(kind => kind.Value);

    public int Sockets => Open.GetValueOrDefault("socket");

    /// <summary>Takes the measure, once what is on its way out has gone.</summary>
    public static async Task<Footprint> TakeAsync(StreamWatch? watch = null)
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            await Task.Delay(30);
        }

        return new Footprint(OpenDescriptors(), Timer.ActiveCount, ThreadPool.ThreadCount, GC.GetTotalMemory(forceFullCollection: true), watch?.Alive ?? 0);
    }

    /// <summary>What there is more of than before, for a message.</summary>
    public string MoreThan(Footprint earlier)
    {
        var more = Open.Select(kind => (kind.Key, More: kind.Value - earlier.Open.GetValueOrDefault(kind.Key))).Where(kind => kind.More > 0);
        return string.Join(", ", more.Select(kind => $"{kind.More} {kind.Key}"));
    }

    static bool IsCode(string path) => path.EndsWith(".dll", StringComparison.Ordinal) || path.EndsWith(".pdb", StringComparison.Ordinal);

    static Dictionary<string, int> OpenDescriptors()
    {
        var kinds = new Dictionary<string, int>(StringComparer.Ordinal);
        if (!OperatingSystem.IsLinux()) return kinds;
        foreach (var descriptor in Directory.GetFileSystemEntries("/proc/self/fd"))
        {
            // Those that are closed while we look have no target any more. "socket:[12345]" counts as socket.
            if (new FileInfo(descriptor).LinkTarget is not { } target) continue;
            var kind = target.StartsWith('/') ? target : target.Split(":[")[0];
            kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
        }

        return kinds;
    }

    public override string ToString() =>
        $"{Descriptors} descriptors ({Sockets} sockets), {Timers} timers, {Threads} pool threads, {Streams} channels alive, {Bytes / 1024.0:F0} KB";
}

/// <summary>
/// Dials for clients and remembers each stream weakly. A channel, its receive loop and its requests hold their stream: what a
/// reconnect left behind is a stream that is still alive.
/// </summary>
sealed class StreamWatch
{
    readonly Lock _lock = new();
    readonly List<WeakReference<Stream>> _streams = [];
    int _dialled;

    /// <summary>Connections that were made.</summary>
    public int Dialled => Volatile.Read(ref _dialled);

    public int Alive
    {
        get
        {
            lock (_lock)
            {
                _streams.RemoveAll(stream => !stream.TryGetTarget(out _));
                return _streams.Count;
            }
        }
    }

    public async ValueTask<Stream> DialAsync(EndpointAddress address, CancellationToken cancellationToken)
    {
        var stream = await Dialler.TcpAsync(address, cancellationToken);
        Interlocked.Increment(ref _dialled);
        lock (_lock)
        {
            if (_streams.Count % 64 == 63) _streams.RemoveAll(other => !other.TryGetTarget(out _));
            _streams.Add(new WeakReference<Stream>(stream));
        }

        return stream;
    }
}
