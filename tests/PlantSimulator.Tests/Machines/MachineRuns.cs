using Jinan.IndustryBrain.PlantSimulator.Machines;

namespace Jinan.IndustryBrain.PlantSimulator.Tests.Machines;

/// <summary>Runs that the tests of this folder look at.</summary>
internal static class MachineRuns
{
    public static TheoryData<string> Types => [.. MachineCatalog.Types];

    public static List<Sample> Run(Machine machine, double seconds)
    {
        var samples = new List<Sample>();
        machine.Advance(TimeSpan.FromSeconds(seconds), samples);
        return samples;
    }

    /// <summary>Readings of one signal, each held until the next, looked at every half second.</summary>
    public static double[] Held(Machine machine, IEnumerable<Sample> samples, string signal, double from, double to)
    {
        var index = machine.Signals.ToList().FindIndex(definition => definition.Name == signal);
        Assert.True(index >= 0, $"{machine.Type} has no signal {signal}");
        var readings = samples.Where(sample => sample.Signal == index).ToList();
        var held = new List<double>();
        var next = 0;
        var value = double.NaN;
        for (var time = 0.0; time < to; time += 0.5)
        {
            while (next < readings.Count && readings[next].At.TotalSeconds <= time)
                value = readings[next++].Number;
            if (time >= from && !double.IsNaN(value))
                held.Add(value);
        }

        return [.. held];
    }

    public static double Spread(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
