using System.Buffers;

namespace Jinan.IndustryBrain.DurableLog;

/// <summary>
/// Copies a log while its owner, perhaps another process, goes on writing and truncating. Call <see cref="Take"/> as often as
/// wanted, and <see cref="TakePositions"/> in between; what was taken once stays in the copy, whatever the owner removes. The
/// copy holds whole records alone and can be opened as a log. Not thread-safe.
/// </summary>
/// <remarks>
/// A position that was read before a later <see cref="Take"/> is never ahead of the records in the copy, and records behind a
/// position that was read after an earlier <see cref="Take"/> are all there. Reads the owner's files and changes nothing.
/// </remarks>
public sealed class LogCopy(string directory, string target) : IDisposable
{
    private const int BufferBytes = 256 << 10;
    private readonly ILogStorage _storage = FileLogStorage.Instance;
    private readonly SortedDictionary<long, Taken> _segments = [];
    // The newest segment stays open between two looks: what it got before it was removed can still be read then.
    private (long First, ILogFile File)? _newest;

    // Of one segment: how far it is in the copy.
    private sealed record Taken(SegmentHeader Header, long End, long Next);

    /// <summary>The last record in the copy; 0 when there is none.</summary>
    public long Last => _segments.Count > 0 ? _segments.Values.Last().Next - 1 : 0;

    /// <summary>The epoch of the newest segment in the copy; 0 when there is none.</summary>
    public long Epoch => _segments.Count > 0 ? _segments.Values.Last().Header.Epoch : 0;

    /// <summary>Takes the records that are there and not yet in the copy.</summary>
    /// <returns><see cref="Last"/>.</returns>
    /// <exception cref="LogDamagedException">Durable bytes of the log are not what was written.</exception>
    /// <exception cref="LogStorageException">The log cannot be read, or the copy cannot be written.</exception>
    /// <exception cref="LogOvertakenException">Records were removed that the copy lacks.</exception>
    public long Take()
    {
        try
        {
            Directory.CreateDirectory(target);
            List<long> firsts = [.. Firsts()];
            TakeRemoved(firsts);
            for (var i = 0; i < firsts.Count; i++)
                TakeSegment(firsts[i], i + 1 < firsts.Count ? firsts[i + 1] : long.MaxValue);
            CheckNoHole();
            return Last;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or (IOException and not (LogDamagedException or LogStorageException or LogOvertakenException)))
        {
            throw new LogStorageException($"The log '{directory}' cannot be copied: {e.Message}", e);
        }
    }

    /// <summary>Takes the readers' positions.</summary>
    public void TakePositions()
    {
        Directory.CreateDirectory(target);
        foreach (var name in _storage.ListFiles(directory).Where(n => n.EndsWith(PositionFile.Extension, StringComparison.Ordinal)))
        {
            try
            {
                var (epoch, position) = PositionFile.Read(_storage, Path.Join(directory, name));
                PositionFile.Write(_storage, target, name[..^PositionFile.Extension.Length], epoch, position);
            }
            catch (FileNotFoundException)
            {
                // The reader was removed since.
            }
        }
    }

    public void Dispose()
    {
        _newest?.File.Dispose();
        _newest = null;
    }

    private IEnumerable<long> Firsts() =>
        _storage.ListFiles(directory).Select(name => Segment.TryParseName(name, out var first) ? first : 0).Where(first => first > 0).Order();

    // What was the newest segment at the last look and is no longer there.
    private void TakeRemoved(List<long> firsts)
    {
        if (_newest is { } newest && !firsts.Contains(newest.First))
            TakeFile(newest.First, newest.File, Segment.NameOf(newest.First), long.MaxValue);
    }

    private void TakeSegment(long first, long nextFirst)
    {
        var path = Path.Join(directory, Segment.NameOf(first));
        ILogFile file;
        try
        {
            file = _storage.Open(path);
        }
        catch (FileNotFoundException)
        {
            // Truncated since it was listed; whether the copy needs more than the last look took of it shows when all are taken.
            if (_newest is { } newest && newest.First == first)
                TakeFile(first, newest.File, path, long.MaxValue);
            return;
        }

        var isKept = false;
        try
        {
            TakeFile(first, file, path, nextFirst);
            isKept = nextFirst == long.MaxValue;
        }
        finally
        {
            if (!isKept)
                file.Dispose();
        }

        if (isKept)
        {
            _newest?.File.Dispose();
            _newest = (first, file);
        }
    }

    private void TakeFile(long first, ILogFile file, string path, long nextFirst)
    {
        Span<byte> header = stackalloc byte[SegmentHeader.Size];
        if (SegmentHeader.Read(header[..file.ReadUpTo(0, header)], out var read) is { } fault)
            throw new LogDamagedException(path, 0, first, fault);
        // Another file of that name, or a tail that was given back: what the copy has of it may not count.
        if (_segments.TryGetValue(first, out var taken) && (taken.Header != read || taken.End > file.Length || taken.Next > nextFirst))
            taken = null;
        _segments[first] = Extend(file, path, taken ?? new Taken(read, 0, first), nextFirst);
    }

    private Taken Extend(ILogFile source, string path, Taken taken, long nextFirst)
    {
        using var scanner = new SegmentScanner(source, taken.Header.Epoch, taken.Next, Math.Max(taken.End, SegmentHeader.Size), source.Length);
        while (scanner.NextSequence < nextFirst && scanner.MoveNext())
        {
            // Only whole records count.
        }

        if (nextFirst < long.MaxValue && scanner.NextSequence < nextFirst)
            throw new LogDamagedException(path, scanner.NextOffset, scanner.NextSequence, "this record was durable and its bytes do not match their checksum");
        var copyPath = Path.Join(target, Segment.NameOf(taken.Header.FirstSequence));
        using var copy = taken.End == 0 ? _storage.Create(copyPath) : _storage.Open(copyPath);
        CopyBytes(source, copy, taken.End, scanner.NextOffset);
        copy.Sync();
        return taken with { End = scanner.NextOffset, Next = scanner.NextSequence };
    }

    private static void CopyBytes(ILogFile source, ILogFile copy, long from, long end)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (from < end)
            {
                var count = source.ReadUpTo(from, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - from)));
                if (count == 0)
                    throw new IOException("a segment became shorter while it was read");
                copy.Write(from, buffer.AsSpan(0, count));
                from += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void CheckNoHole()
    {
        Taken? before = null;
        foreach (var segment in _segments.Values)
        {
            if (before is not null && before.Next < segment.Header.FirstSequence)
                throw new LogOvertakenException(directory, before.Next, segment.Header.FirstSequence - 1);
            before = segment;
        }
    }
}
