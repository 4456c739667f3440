using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Inference.Workers;

namespace Jinan.IndustryBrain.Inference.Windows;

/// <summary>One model of a capsule version that is in service.</summary>
/// <param name="Digest">The capsule's digest: two versions of a capsule differ in it.</param>
/// <param name="Index">The model's place in the capsule, by which its worker knows it.</param>
internal sealed record ModelInService(
    CapsuleDeclaration Capsule, string Digest, ModelDeclaration Model, int Index, IPredictor Predictor)
{
    /// <summary>What stays the same from version to version.</summary>
    public (string Capsule, string Model) Key => (Capsule.Id, Model.Id);
}
