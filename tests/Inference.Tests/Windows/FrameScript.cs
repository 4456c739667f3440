using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Inference.Tests.Windows;

/// <summary>Writes a factory's frames one after the other. Times are seconds since <see cref="Line.Start"/>.</summary>
internal sealed class FrameScript(long epoch = 1000)
{
    private readonly FrameEncoder _encoder = new();
    private readonly List<byte[]> _frames = [];

    public IReadOnlyList<byte[]> Frames => _frames;

    /// <summary>From this frame on, counted from 1, the log goes on in a larger epoch, as one that was restored from a copy.</summary>
    public int RestoredAt { get; init; } = int.MaxValue;

    /// <summary>How far the server's clock, of which all times here are, is ahead of the collector's, which received them; seconds.</summary>
    public double ServerClockAhead { get; init; }

    /// <summary>Each value is (signal, time, number, text or null for no value), or a status with it.</summary>
    public FrameScript Add(string connection, double alive, params (int Signal, double Time, object? Value)[] values) =>
        Add(connection, alive, 0, 0, values);

    public FrameScript Add(
        string connection, double alive, uint status, double delay, params (int Signal, double Time, object? Value)[] values) =>
        Add(connection, alive, status, time => time + delay, isHistory: false, values);

    /// <summary>Values that were read from the server's history, all at one time.</summary>
    public FrameScript AddHistory(string connection, double alive, double readAt, params (int Signal, double Time, object? Value)[] values) =>
        Add(connection, alive, 0, _ => readAt, isHistory: true, values);

    private FrameScript Add(
        string connection, double alive, uint status, Func<double, double> receivedAt, bool isHistory, (int Signal, double Time, object? Value)[] values)
    {
        var columns = new FrameColumns();
        foreach (var (signal, time, value) in values)
        {
            long at = At(time), received = At(receivedAt(time) - ServerClockAhead) + 1_000_000;
            switch (value)
            {
                case string text:
                    columns.AddText(signal, at, null, received, text, status);
                    break;
                case null:
                    columns.AddNull(signal, at, null, received, status);
                    break;
                default:
                    columns.AddDouble(signal, at, null, received, Convert.ToDouble(value), status);
                    break;
            }
        }

        _frames.Add(_encoder.Encode(
            new FrameHeader
            {
                Factory = Line.Factory.Factory,
                Enterprise = Line.Factory.Enterprise,
                Sector = Line.Factory.Sector,
                Collector = "test",
                Position = new FramePosition(_frames.Count + 1 < RestoredAt ? epoch : epoch + 1, _frames.Count + 1),
                Connection = connection,
                AliveThrough = At(alive),
                ClockOffsetNs = (long)(ServerClockAhead * Line.Second),
                Signals = _frames.Count == 0 ? Line.Signals : [],
                Notifications = isHistory ? [new NotificationMark(NotificationMark.History, 0)] : [],
            },
            columns).ToArray());
        return this;
    }

    /// <summary>Both connections are complete up to a time.</summary>
    public FrameScript Alive(double time) => Add(Line.Plc, time).Add(Line.Drive, time);

    public static long At(double seconds) => Line.Start + (long)Math.Round(seconds * Line.Second);
}
