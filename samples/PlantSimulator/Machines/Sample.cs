namespace Jinan.IndustryBrain.PlantSimulator.Machines;

/// <summary>One reading that differs from the one before it on the same signal.</summary>
/// <param name="Signal">Index into <see cref="Machine.Signals"/>.</param>
/// <param name="At">Simulated time since the machine was made.</param>
/// <param name="Number">The value of a numeric signal; whole for <see cref="SignalType.Int32"/>.</param>
/// <param name="Text">The value of a text signal, else null.</param>
internal readonly record struct Sample(int Signal, TimeSpan At, double Number, string? Text);
