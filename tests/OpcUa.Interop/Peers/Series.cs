using Jinan.IndustryBrain.OpcUa.Client;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests;

/// <summary>Numbers that count up by one, item by item, as a subscription brings them: none may be missing, none may come twice.</summary>
internal sealed class Series(int items)
{
    private readonly double[] _last = [.. Enumerable.Repeat(double.NaN, items)];
    private readonly List<string> _faults = [];

    /// <summary>Values in all.</summary>
    public long Count { get; private set; }

    /// <summary>What is missing or came twice without a word.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Batches that said that something is missing before them; the series begin anew there.</summary>
    public List<GapReason> Gaps { get; } = [];

    /// <summary>The items whose last value is not yet this one.</summary>
    public int Behind(double last) => _last.Count(value => !(value >= last));

    public bool EachHasOne => !_last.Any(double.IsNaN);

    /// <summary>Takes the values of a batch in.</summary>
    public void Add(NotificationBatch batch)
    {
        if (batch.OverflowCount > 0)
            _faults.Add($"{batch.OverflowCount} overflows in message {batch.SequenceNumber}");
        if (batch.Gap is not GapReason.None)
        {
            Gaps.Add(batch.Gap);
            Array.Fill(_last, double.NaN);
        }

        for (var row = 0; row < batch.Count; row++)
        {
            var (handle, value) = (batch.Values.Handle[row], batch.Values.Double(row));
            if (!double.IsNaN(_last[handle]) && value != _last[handle] + 1)
                _faults.Add($"item {handle}: {value} after {_last[handle]}");
            _last[handle] = value;
            Count++;
        }
    }
}
