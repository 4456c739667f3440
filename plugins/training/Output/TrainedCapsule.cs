using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Plugins.Training.Evaluation;
using Jinan.IndustryBrain.Plugins.Training.Sectors;

namespace Jinan.IndustryBrain.Plugins.Training.Output;

/// <summary>Everything that goes into a capsule's folder.</summary>
internal sealed record TrainedCapsule(
    SectorPlan Plan, CapsuleDeclaration Declaration, byte[] ModelFile, GoldenVectors Golden, EvaluationReport Report);
