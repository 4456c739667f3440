using Jinan.IndustryBrain.Inference.Windows;

namespace Jinan.IndustryBrain.Inference.Rollout;

/// <summary>The models in service. Which version answers is decided here alone: trials beside the running version, and their
/// promotion, belong behind this interface.</summary>
internal interface IModelsInService
{
    /// <summary>Another list after each change.</summary>
    IReadOnlyList<ModelInService> Models { get; }
}
