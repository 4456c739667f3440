using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Historian.Tests;

/// <summary>Frames of one factory with three signals: a number, an integer, a text.</summary>
internal sealed class TestFrames(string factory, long epoch = 1000)
{
    public const long Start = 1_790_000_000_000_000_000;
    public const int Torque = 0;
    public const int Count = 1;
    public const int State = 2;

    private readonly FrameEncoder _encoder = new();
    private long _sequence;

    public static string NameOf(string factory, int signal) =>
        $"{factory}-m1/{(signal switch { Torque => "torque", Count => "count", _ => "state" })}";

    public FramePosition Position => new(epoch, _sequence);

    public byte[] Next(Action<FrameColumns> fill, long aliveThrough = Start)
    {
        var columns = new FrameColumns();
        fill(columns);
        var header = new FrameHeader
        {
            Factory = factory,
            Enterprise = "ent-1",
            Sector = "auto",
            Collector = "collector",
            Position = new(epoch, ++_sequence),
            Connection = "plc",
            AliveThrough = aliveThrough,
            Signals = _sequence == 1 ? Definitions() : [],
        };
        return _encoder.Encode(header, columns).ToArray();
    }

    /// <summary>A frame of so many values with times that go up, recognisable by number.</summary>
    public byte[] Next(int first, int count) => Next(columns =>
    {
        for (var i = first; i < first + count; i++)
        {
            var time = Start + i * 1_000_000L;
            switch (i % 3)
            {
                case Torque:
                    columns.AddDouble(Torque, time, time + 1, time + 2, i + 0.5, 0);
                    break;
                case Count:
                    columns.AddInt64(Count, time, null, time + 2, i, 0x40000000);
                    break;
                default:
                    columns.AddText(State, time, time + 1, time + 2, $"text {i}", 0);
                    break;
            }
        }
    }, Start + (first + count) * 1_000_000L);

    private SignalDefinition[] Definitions() =>
    [
        new(Torque, "torque", $"{factory}-m1", "welding-robot-joint", "N.m", SignalType.Double, "plc", 100),
        new(Count, "count", $"{factory}-m1", "welding-robot-joint", "1", SignalType.Int64, "plc", 100),
        new(State, "state", $"{factory}-m1", "welding-robot-joint", "", SignalType.Text, "plc", 100),
    ];
}
