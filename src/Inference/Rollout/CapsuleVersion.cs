using Jinan.IndustryBrain.Capsules.Package;
using Jinan.IndustryBrain.Inference.Protocol;
using Jinan.IndustryBrain.Inference.Windows;
using Jinan.IndustryBrain.Inference.Workers;

namespace Jinan.IndustryBrain.Inference.Rollout;

/// <summary>A capsule version with its worker.</summary>
internal sealed class CapsuleVersion : IAsyncDisposable
{
    public CapsuleVersion(VerifiedCapsule capsule, Func<string, LoadRequest, WorkerHost> start)
    {
        Capsule = capsule;
        var declaration = capsule.Declaration;
        Worker = start(
            $"{declaration.Id} {declaration.Version}",
            new LoadRequest([.. declaration.Models.Select(m =>
                new ModelToLoad(m.Engine, m.Id, m.Input, m.Output, m.Features.Count, capsule.Files[m.File]))]));
        Models = [.. declaration.Models.Select((m, i) => new ModelInService(declaration, capsule.Digest, m, i, Worker))];
    }

    public VerifiedCapsule Capsule { get; }
    public WorkerHost Worker { get; }
    public IReadOnlyList<ModelInService> Models { get; }
    public string Id => Capsule.Declaration.Id;
    public string Version => Capsule.Declaration.Version;

    public ValueTask DisposeAsync() => Worker.DisposeAsync();
}
