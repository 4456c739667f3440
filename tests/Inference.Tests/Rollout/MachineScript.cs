using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Inference.Tests.Windows;

namespace Jinan.IndustryBrain.Inference.Tests.Rollout;

/// <summary>Two machines with the signals of a capsule's first model, a frame a second.</summary>
internal sealed class MachineScript(CapsuleDeclaration capsule)
{
    private readonly FrameEncoder _encoder = new();
    private readonly Random _random = new(1);
    private readonly List<SignalDefinition> _signals = [.. new[] { "s1", "s2" }
        .SelectMany(asset => capsule.Models[0].Signals.Select(signal => (asset, signal)))
        .Select((s, id) => new SignalDefinition(
            id, s.signal.Name, s.asset, capsule.AssetTypes[0], s.signal.Unit, SignalType.Double, Line.Plc, 1000))];

    private long _sequence;

    public byte[] Second()
    {
        var now = Line.Start + (_sequence * Line.Second);
        var columns = new FrameColumns();
        foreach (var signal in _signals)
            columns.AddDouble(signal.Id, now, null, now + 1_000_000, _random.NextDouble(), 0);
        return _encoder.Encode(
            new FrameHeader
            {
                Factory = Line.Factory.Factory,
                Enterprise = Line.Factory.Enterprise,
                Sector = Line.Factory.Sector,
                Collector = "test",
                Position = new FramePosition(1000, ++_sequence),
                Connection = Line.Plc,
                AliveThrough = now,
                Signals = _sequence == 1 ? _signals : [],
            },
            columns).ToArray();
    }
}
