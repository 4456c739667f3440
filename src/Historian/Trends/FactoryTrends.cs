using System.Numerics.Tensors;
using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Historian.Trends;

/// <summary>A stretch of spans that have to be made, all of one signal.</summary>
/// <param name="Hold">The value that holds at the beginning.</param>
/// <param name="Holes">The holes that they fill; empty where they follow those that are made.</param>
internal readonly record struct TrendWork(int Signal, long First, long End, double? Hold, IReadOnlyList<TrendHole> Holes);

/// <summary>
/// What of a factory's values is in spans. It watches what comes: a value that belongs to a span that was made already makes a
/// hole there, and the spans are made again. Thread-safe.
/// </summary>
/// <remarks>
/// Holes are written down before the values that made them leave the log, whose values are looked at again at a start. So no
/// kill leaves a span that says less than the values do.
/// </remarks>
internal sealed class FactoryTrends : IDisposable
{
    private const string IsComplete = "complete";
    private const string FrozenBefore = "frozen";

    // The database is asked under the first, and what frames are held against is kept under the second, taken after it: frames
    // do not wait for a disk.
    private readonly Lock _asking = new();
    private readonly Lock _gate = new();
    private readonly TrendStore _store;
    private readonly Dictionary<int, long> _next;
    private readonly HashSet<(int Signal, long Span)> _late = [];
    private readonly HashSet<int> _begun = [];
    private long _newestNext;
    private long _frozenBefore;
    private bool _isComplete;

    private FactoryTrends(TrendStore store)
    {
        _store = store;
        _next = store.Next();
        _newestNext = TimeOfNewest();
        _frozenBefore = store.Fact(FrozenBefore) ?? long.MinValue;
        _isComplete = store.Fact(IsComplete) is not null;
    }

    public static FactoryTrends Open(string folder) => new(TrendStore.Open(folder));

    /// <summary>Whether it is known of each signal where its values begin, also of those that were stored before there were trends.</summary>
    public bool KnowsAllSignals => Volatile.Read(ref _isComplete);

    /// <summary>Notes where the values of signals begin.</summary>
    /// <param name="firstTimes">Source time of each signal's first stored value.</param>
    public void BeginAt(IReadOnlyDictionary<int, long> firstTimes)
    {
        lock (_asking)
        {
            lock (_gate)
            {
                foreach (var (signal, time) in firstTimes)
                {
                    var first = TrendSpan.IndexOf(time);
                    if (!_next.TryGetValue(signal, out var next) || first < next)
                        BeginSignal(signal, first);
                }
            }

            WriteLate();
            _store.SetFact(IsComplete, 1);
            Volatile.Write(ref _isComplete, true);
        }
    }

    /// <summary>Looks at a frame that is taken.</summary>
    public void Watch(Frame frame)
    {
        if (frame.Count == 0)
            return;
        lock (_gate)
        {
            var signals = frame.Signal;
            var times = frame.SourceTime;
            // Nearly all values are of now.
            var isOld = TensorPrimitives.Min(times) < _newestNext;
            for (var row = 0; row < frame.Count; row++)
            {
                if (!_next.TryGetValue(signals[row], out var next))
                    BeginSignal(signals[row], TrendSpan.IndexOf(times[row]));
                else if (isOld && TrendSpan.IndexOf(times[row]) is var span && span < next && span >= _frozenBefore)
                    _late.Add((signals[row], span));
            }
        }
    }

    /// <summary>Writes down what came late, before the log may forget it.</summary>
    public void Save()
    {
        lock (_asking)
            WriteLate();
    }

    /// <summary>Spans of a signal, in order; null in place of one that is not made.</summary>
    public TrendSpan?[] Read(int signal, long first, long end)
    {
        lock (_asking)
        {
            WriteLate();
            var spans = new TrendSpan?[Math.Max(0, end - first)];
            if (!KnowsAllSignals || NextOf(signal) is not { } next)
                return spans;
            var stored = _store.Read(signal, first, end - 1);
            double? hold = stored is [var before, ..] && before.Index < first ? before.Last : null;
            var at = Math.Max(0, stored.FindIndex(span => span.Index >= first));
            for (var index = first; index < Math.Min(end, next); index++)
            {
                var span = at < stored.Count && stored[at].Index == index ? stored[at++] : TrendSpan.Quiet(index, hold);
                hold = span.Last;
                spans[index - first] = span;
            }

            foreach (var hole in _store.Holes().Where(hole => hole.Signal == signal))
            {
                for (var index = Math.Max(first, hole.First); index <= Math.Min(end - 1, hole.Last); index++)
                    spans[index - first] = null;
            }

            return spans;
        }
    }

    /// <summary>What is to be made: holes first, then what came since. It is done with <see cref="Commit"/>, or given up.</summary>
    /// <param name="end">The first span of a signal that is not over yet; null for one that has no spans.</param>
    /// <param name="most">Spans at once.</param>
    public List<TrendWork> TakeWork(Func<int, long?> end, int most)
    {
        lock (_asking)
        {
            WriteLate();
            var work = FillHoles();
            if (work.Count > 0)
                return work;
            KeyValuePair<int, long>[] next;
            lock (_gate)
                next = [.. _next];
            foreach (var (signal, first) in next)
            {
                if (end(signal) is { } until && until > first)
                    work.Add(new TrendWork(signal, first, Math.Min(until, first + most), HoldBefore(signal, first), []));
            }

            // From here on what comes for these spans is late, so that nothing is missed beside the values that are being read.
            lock (_gate)
            {
                foreach (var one in work)
                    _next[one.Signal] = one.End;
                _newestNext = TimeOfNewest();
            }

            return work;
        }
    }

    /// <summary>Puts spans into use.</summary>
    public void Commit(IReadOnlyList<(TrendWork Work, IReadOnlyList<TrendSpan> Spans)> made)
    {
        lock (_asking)
        {
            _store.InTransaction(() =>
            {
                foreach (var (work, spans) in made)
                {
                    _store.Replace(work.Signal, work.First, work.End - 1, spans);
                    foreach (var hole in work.Holes)
                        _store.FillHole(hole.Id);
                    if (work.Holes.Count == 0)
                        _store.SetNext(work.Signal, work.End);
                }
            });
        }
    }

    /// <summary>Work that was begun and could not be done.</summary>
    public void GiveUp() => ReadNext();

    /// <summary>Values are removed: spans up to the newest of them stay as they are.</summary>
    public void Freeze(long newest)
    {
        lock (_asking)
        {
            WriteLate();
            var frozen = Math.Max(_frozenBefore, TrendSpan.IndexOf(newest) + 1);
            _store.SetFact(FrozenBefore, frozen);
            _store.FreezeBefore(frozen);
            lock (_gate)
                _frozenBefore = frozen;
        }
    }

    /// <summary>Removes spans before a time.</summary>
    public void RemoveBefore(long time)
    {
        lock (_asking)
            _store.RemoveBefore(TrendSpan.IndexOf(time));
    }

    /// <summary>Values from a time on may have been lost.</summary>
    public void ForgetFrom(long time)
    {
        lock (_asking)
            _store.ForgetFrom(TrendSpan.IndexOf(time));
        ReadNext();
    }

    public void Dispose() => _store.Dispose();

    // Those of one signal that touch are filled as one.
    private List<TrendWork> FillHoles()
    {
        var work = new List<TrendWork>();
        foreach (var signal in _store.Holes().GroupBy(hole => hole.Signal))
        {
            var touching = new List<TrendHole>();
            foreach (var hole in signal)
            {
                if (touching.Count > 0 && hole.First > touching.Max(other => other.Last) + 1)
                    Add(touching);
                touching.Add(hole);
            }

            Add(touching);
        }

        return work;

        void Add(List<TrendHole> holes)
        {
            var (signal, first) = (holes[0].Signal, holes[0].First);
            work.Add(new TrendWork(signal, first, holes.Max(hole => hole.Last) + 1, HoldBefore(signal, first), [.. holes]));
            holes.Clear();
        }
    }

    private void ReadNext()
    {
        lock (_asking)
        {
            var stored = _store.Next();
            lock (_gate)
            {
                foreach (var (signal, next) in stored)
                    _next[signal] = next;
                _newestNext = TimeOfNewest();
            }
        }
    }

    private long? NextOf(int signal)
    {
        lock (_gate)
            return _next.TryGetValue(signal, out var next) ? next : null;
    }

    private void BeginSignal(int signal, long span)
    {
        _next[signal] = span;
        _begun.Add(signal);
        _newestNext = TimeOfNewest();
    }

    // A value changes its own span, and those after it until the next value: the span of that one, too.
    private void WriteLate()
    {
        (int Signal, long Span)[] late;
        (int Signal, long Next)[] begun;
        Dictionary<int, long> next;
        lock (_gate)
        {
            if (_late.Count == 0 && _begun.Count == 0)
                return;
            (late, begun) = ([.. _late], [.. _begun.Select(signal => (signal, _next[signal]))]);
            next = late.Select(one => one.Signal).Distinct().ToDictionary(signal => signal, signal => _next[signal]);
        }

        _store.InTransaction(() =>
        {
            foreach (var (signal, first) in begun)
                _store.SetNext(signal, first);
            foreach (var (signal, span) in late)
                _store.AddHole(signal, span, Math.Min(_store.FirstAfter(signal, span) ?? long.MaxValue, next[signal] - 1));
        });
        lock (_gate)
        {
            _late.ExceptWith(late);
            _begun.ExceptWith(begun.Select(one => one.Signal));
        }
    }

    private double? HoldBefore(int signal, long span) => _store.Read(signal, span, span - 1) is [.., var before] ? before.Last : null;

    private long TimeOfNewest() => _next.Count > 0 ? TrendSpan.TimeOf(_next.Values.Max()) : long.MinValue;
}
