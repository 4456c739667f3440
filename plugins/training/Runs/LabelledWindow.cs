namespace Jinan.IndustryBrain.Plugins.Training.Runs;

/// <summary>A window as a model sees it, with what is true of it.</summary>
/// <param name="PlantSeed">Seed of the plant that the machine stood in.</param>
/// <param name="Features">In the order of the declaration.</param>
/// <param name="Target">What the model should answer.</param>
/// <param name="AlarmIsRight">Whether an alarm would be right; null where neither would be wrong.</param>
/// <param name="WorstFault">Name of the worst active fault; for telling which ones are found, not for learning.</param>
internal sealed record LabelledWindow(
    int PlantSeed, float[] Features, float Target, bool? AlarmIsRight, string WorstFault = LabelledWindow.NoFault)
{
    public const string NoFault = "none, age alone";
}
