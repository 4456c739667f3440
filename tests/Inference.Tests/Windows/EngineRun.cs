using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Inference.State;
using Jinan.IndustryBrain.Inference.Windows;

namespace Jinan.IndustryBrain.Inference.Tests.Windows;

/// <summary>A window engine over frames, with what it closed.</summary>
internal sealed class EngineRun
{
    private readonly List<ClosedWindow> _closed = [];

    public EngineRun(params ModelInService[] models)
    {
        Engine = new WindowEngine(Line.Factory, Line.Options);
        Engine.Use(models);
    }

    public WindowEngine Engine { get; private set; }

    public IReadOnlyList<ClosedWindow> Closed => _closed;

    public EngineRun Take(FrameScript script) => Take(script.Frames);

    public EngineRun Take(IEnumerable<byte[]> frames)
    {
        foreach (var bytes in frames)
        {
            using var frame = FrameDecoder.Decode(bytes);
            Engine.Take(frame, _closed);
        }

        return this;
    }

    /// <summary>Ends the process and begins again from a saved state.</summary>
    public void Restart(FactoryDocument? saved, params ModelInService[] models)
    {
        Engine = new WindowEngine(Line.Factory, Line.Options);
        Engine.Restore(saved?.ToState() ?? EngineState.Empty);
        Engine.Use(models);
    }

    public IEnumerable<ClosedWindow> Of(string asset) => _closed.Where(c => c.Asset == asset);
}
