namespace Jinan.IndustryBrain.DurableLog;

/// <summary>
/// Brings a directory from whatever a crash left to a state in which everything that is there is durable: cuts a
/// torn last write, refuses damage. Running it again, or being killed within, changes nothing more.
/// </summary>
internal sealed class LogRecovery(ILogStorage storage, string directory, TimeProvider time)
{
    public List<Segment> Segments { get; } = [];

    /// <summary>Positions of the readers in this epoch and those that it goes on from; those of an epoch that was lost start anew.</summary>
    public Dictionary<string, long> Positions { get; } = new(StringComparer.Ordinal);

    public long Epoch { get; private set; }

    public void Run()
    {
        var names = storage.ListFiles(directory);
        foreach (var name in names.Where(name => name.EndsWith(SegmentedLog.UnfinishedExtension, StringComparison.Ordinal)))
            storage.Delete(Path.Join(directory, name));

        FindSegments(names);
        var previousEpoch = ReadPositions(names);
        if (Segments.Count > 0)
        {
            RecoverTail(Segments[^1]);
            if (names.Contains(SegmentedLog.NewEpochMarker))
                BeginEpoch(Segments[^1]);
        }
        else
        {
            Epoch = Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), previousEpoch + 1);
            Positions.Clear();
            Segments.Add(CreateSegment(storage, directory, new(Epoch, 1)));
        }

        if (names.Contains(SegmentedLog.NewEpochMarker))
        {
            storage.Delete(Path.Join(directory, SegmentedLog.NewEpochMarker));
            storage.SyncDirectory(directory);
        }
    }

    /// <summary>Makes a segment whose header and name are durable before it holds a record.</summary>
    public static Segment CreateSegment(ILogStorage storage, string directory, SegmentHeader header)
    {
        var segment = new Segment(Path.Join(directory, Segment.NameOf(header.FirstSequence)), header);
        var file = storage.Create(segment.Path + SegmentedLog.UnfinishedExtension);
        try
        {
            Span<byte> bytes = stackalloc byte[SegmentHeader.Size];
            header.Write(bytes);
            file.Write(0, bytes);
            file.Sync();
            storage.Rename(segment.Path + SegmentedLog.UnfinishedExtension, segment.Path);
            storage.SyncDirectory(directory);
        }
        catch
        {
            file.Dispose();
            throw;
        }
        segment.Adopt(file);
        return segment;
    }

    private void FindSegments(IReadOnlyList<string> names)
    {
        var firsts = names.Select(name => Segment.TryParseName(name, out var first) ? first : 0).Where(first => first > 0);
        foreach (var first in firsts.Order())
        {
            var segment = ReadHeader(Path.Join(directory, Segment.NameOf(first)), first);
            if (segment.First != first)
                throw new LogDamagedException(segment.Path, 0, first, $"its header says that it begins at record {segment.First}");
            var goesOn = segment.Epoch > Epoch && segment.Continues == SegmentHeader.LinkTo(Epoch);
            if (Segments.Count > 0 && segment.Epoch != Epoch && !goesOn)
                throw new LogDamagedException(segment.Path, 0, first, $"it is of epoch {segment.Epoch}, the log of epoch {Epoch}");
            if (Segments.Count > 0)
                Segments[^1].Last = first - 1;
            Epoch = segment.Epoch;
            Segments.Add(segment);
        }
    }

    private Segment ReadHeader(string path, long first)
    {
        using var file = storage.Open(path);
        Span<byte> bytes = stackalloc byte[SegmentHeader.Size];
        var read = file.ReadUpTo(0, bytes);
        // A segment gets its name only after its header was synced: a bad one cannot come from a crash.
        if (SegmentHeader.Read(bytes[..read], out var header) is { } fault)
            throw new LogDamagedException(path, 0, first, fault);
        return new Segment(path, header) { End = file.Length };
    }

    /// <summary>Lets a larger epoch go on behind the last record, as <see cref="SegmentedLog.RequestNewEpoch"/> asked.</summary>
    private void BeginEpoch(Segment last)
    {
        // A segment without a record has the name of its successor and is replaced by it.
        var isEmpty = last.Last < last.First;
        var before = isEmpty ? Segments.SkipLast(1).LastOrDefault() : last;
        Epoch = Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), Epoch + 1);
        var next = CreateSegment(storage, directory, new(Epoch, last.Last + 1, before is null ? 0 : SegmentHeader.LinkTo(before.Epoch)));
        last.Leave();
        if (isEmpty)
            Segments.Remove(last);
        Segments.Add(next);
    }

    private long ReadPositions(IReadOnlyList<string> names)
    {
        var newest = 0L;
        foreach (var name in names.Where(name => name.EndsWith(PositionFile.Extension, StringComparison.Ordinal)))
        {
            var (epoch, position) = PositionFile.Read(storage, Path.Join(directory, name));
            newest = Math.Max(newest, epoch);
            var isOurs = Segments.Any(segment => segment.Epoch == epoch);
            Positions[name[..^PositionFile.Extension.Length]] = isOurs ? position : Segments.Count > 0 ? Segments[0].First - 1 : 0;
        }
        if (Segments.Count > 0 && newest > Epoch)
            throw new LogDamagedException(Segments[0].Path, 0, Segments[0].First,
                $"it is of epoch {Epoch}, but a reader has already been in epoch {newest}: an old copy was put back");
        return newest;
    }

    private void RecoverTail(Segment last)
    {
        var file = last.Use(storage);
        using var scanner = new SegmentScanner(file, Epoch, last.First, SegmentHeader.Size, last.End);
        var unproven = new Queue<(long Sequence, long Offset)>();
        var consumed = Positions.Count > 0 ? Positions.Values.Max() : 0;
        while (true)
        {
            var offset = scanner.NextOffset;
            if (!scanner.MoveNext())
                break;
            unproven.Enqueue((scanner.Current.Sequence, offset));
            while (unproven.TryPeek(out var oldest) && oldest.Sequence <= scanner.Current.ProvenSequence)
                unproven.Dequeue();
        }

        var end = scanner.NextOffset;
        last.Last = scanner.NextSequence - 1;
        if (consumed > last.Last)
            throw new LogDamagedException(last.Path, end, scanner.NextSequence,
                $"a reader has committed record {consumed}, so this one was durable and is gone");
        if (!scanner.AtEnd && scanner.FindProofAfterGap() is > 0 and var proof)
            throw new LogDamagedException(last.Path, end, scanner.NextSequence,
                $"record {proof} after it is whole and was written when this one had been durable");

        // A process that was killed after a failed fsync leaves pages that look clean and are not on the medium: what no
        // later record proves durable is written once more, so that the sync below means what it says.
        if (unproven.TryPeek(out var first))
            WriteAgain(file, first.Offset, end);
        if (last.End > end)
            file.SetLength(end);
        last.End = end;
        file.Sync();
        storage.SyncDirectory(directory);
    }

    private static void WriteAgain(ILogFile file, long from, long end)
    {
        var buffer = new byte[Math.Min(end - from, 256 << 10)];
        while (from < end)
        {
            var count = file.ReadUpTo(from, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - from)));
            file.Write(from, buffer.AsSpan(0, count));
            from += count;
        }
    }
}
