using Jinan.IndustryBrain.Historian.Trends;

namespace Jinan.IndustryBrain.Historian.Query;

/// <summary>Puts spans together to buckets.</summary>
internal sealed class BucketSums
{
    private readonly BucketRequest _request;
    private readonly Sums[] _sums;

    public BucketSums(BucketRequest request)
    {
        _request = request;
        _sums = new Sums[(int)(((Int128)request.To - request.From + request.Width - 1) / request.Width)];
    }

    public void Add(TrendSpan span) => Of(TrendSpan.TimeOf(span.Index)).Add(span.Count, span.Min, span.Max, span.Sum, span.Held);

    /// <param name="bucket">Of the width of a span, or the part of one that is left at the end.</param>
    /// <param name="length">Its length, ns.</param>
    public void Add(Bucket bucket, long length)
    {
        var held = bucket.Held * length;
        Of(bucket.From).Add(bucket.Count, bucket.Min, bucket.Max, (bucket.Avg ?? 0) * (held > 0 ? held : bucket.Count), held);
    }

    public IReadOnlyList<Bucket> Buckets() => [.. _sums.Select((sums, i) =>
    {
        var from = _request.From + (i * _request.Width);
        return sums.Bucket(from, Math.Min(_request.Width, _request.To - from));
    })];

    private ref Sums Of(long time) => ref _sums[(time - _request.From) / _request.Width];

    private struct Sums
    {
        private long _count;
        private long _countUnheld;
        private double? _min;
        private double? _max;
        private double _weighted;
        private double _plain;
        private double _held;

        public void Add(long count, double? min, double? max, double sum, double held)
        {
            _count += count;
            _min = _min is { } least && !(min < least) ? least : min;
            _max = _max is { } most && !(max > most) ? most : max;
            _held += held;
            if (held > 0)
                _weighted += sum;
            else
                (_plain, _countUnheld) = (_plain + sum, _countUnheld + count);
        }

        public readonly Bucket Bucket(long from, long length) => new(
            from, _count, _min, _max, _held > 0 ? _weighted / _held : _countUnheld > 0 ? _plain / _countUnheld : null, Math.Min(1, _held / length));
    }
}
