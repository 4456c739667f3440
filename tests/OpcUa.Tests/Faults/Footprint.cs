using Jinan.IndustryBrain.OpcUa.Client;

namespace Jinan.IndustryBrain.OpcUa.Tests.Faults;

/// <summary>What this process holds at a moment, after full collections.</summary>
sealed record Footprint(int Descriptors, long Timers, int Threads, long Bytes, int Streams)
{
    /// <summary>Takes the measure, once what is on its way out has gone.</summary>
    public static async Task<Footprint> TakeAsync(StreamWatch? watch = null)
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            await Task.Delay(30);
        }

        var descriptors = OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;
        return new Footprint(descriptors, Timer.ActiveCount, ThreadPool.ThreadCount, GC.GetTotalMemory(forceFullCollection: true), watch?.Alive ?? 0);
    }

    public override string ToString() =>
        $"{Descriptors} descriptors, {Timers} timers, {Threads} pool threads, {Streams} channels alive, {Bytes / 1024.0:F0} KB";
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
