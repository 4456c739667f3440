using Jinan.IndustryBrain.Inference.Rollout;
using Jinan.IndustryBrain.Inference.Windows;

namespace Jinan.IndustryBrain.Inference.Frames;

/// <inheritdoc/>
/// <param name="pipelines">Asked for late: the pipelines themselves need the catalog that asks here.</param>
internal sealed class CapsuleUsers(Func<FramePipelines> pipelines) : ICapsuleUsers
{
    public bool Use(IReadOnlyList<ModelInService> models, string digest) => pipelines().All.Any(p => p.Uses(models, digest));
}
