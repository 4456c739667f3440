namespace Jinan.IndustryBrain.PlantSimulator.Machines;

/// <summary>The OPC UA built-in type that a signal is served as.</summary>
internal enum SignalType
{
    Double,
    Int32,
    Text,
}

/// <summary>
/// One instrument of a machine: what it measures, in which steps it can say so, and how often it is read.
/// </summary>
/// <param name="Name">Name within the machine; the node is <c>{asset}.{name}</c>.</param>
/// <param name="Unit">UCUM unit; empty for counts and text.</param>
/// <param name="Type">Type of the value.</param>
/// <param name="Resolution">Smallest step the instrument gives; values are whole multiples of it.</param>
/// <param name="Low">Lower end of the instrument's range: readings stop there.</param>
/// <param name="High">Upper end of the instrument's range.</param>
/// <param name="Period">Time between two readings.</param>
/// <param name="Description">What is measured and by what.</param>
internal sealed record SignalDefinition(
    string Name,
    string Unit,
    SignalType Type,
    double Resolution,
    double Low,
    double High,
    TimeSpan Period,
    string Description)
{
    public static SignalDefinition Number(
        string name, string unit, double resolution, double low, double high, int periodMs, string description) =>
        new(name, unit, SignalType.Double, resolution, low, high, TimeSpan.FromMilliseconds(periodMs), description);

    public static SignalDefinition Count(string name, double low, double high, int periodMs, string description) =>
        new(name, "", SignalType.Int32, 1, low, high, TimeSpan.FromMilliseconds(periodMs), description);

    public static SignalDefinition Label(string name, int periodMs, string description) =>
        new(name, "", SignalType.Text, 0, 0, 0, TimeSpan.FromMilliseconds(periodMs), description);

    /// <summary>What the instrument shows for a true value: clamped to its range, rounded to its step.</summary>
    public double Quantise(double value)
    {
        var steps = Math.Round(Math.Clamp(value, Low, High) / Resolution);
        // The second rounding takes away the binary dust of the product (3 x 0.1 = 0.30000000000000004);
        // adding zero turns -0 into 0, which OPC UA would report as a change.
        return Math.Round(steps * Resolution, 6) + 0.0;
    }
}
