namespace Jinan.IndustryBrain.Plugins.Training.Runs;

/// <summary>A window as a model sees it, with what is true of it.</summary>
/// <param name="PlantSeed">Seed of the plant that the machine stood in.</param>
/// <param name="Features">In the order of the declaration.</param>
/// <param name="Target">What the model should answer.</param>
/// <param name="AlarmIsRight">Whether an alarm would be right; null where neither would be wrong.</param>
internal sealed record LabelledWindow(int PlantSeed, float[] Features, float Target, bool? AlarmIsRight);
