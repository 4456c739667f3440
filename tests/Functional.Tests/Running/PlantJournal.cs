using System.Globalization;

namespace Jinan.IndustryBrain.Functional.Tests.Running;

/// <summary>What the simulator says that it gave out (format: samples/PlantSimulator/README.md).</summary>
internal static class PlantJournal
{
    /// <returns>Values before a time (Unix ns), in the order given out.</returns>
    public static List<StoredSample> Read(string data, string factory, long before)
    {
        var samples = new List<StoredSample>();
        using var reader = new StreamReader(new FileStream(
            Path.Combine(data, "plant", factory + ".csv"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            // The last line may be half written; it is later than any time that is asked for.
            if (cells.Length < 4 || !long.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out var time) || time >= before)
                continue;
            var value = double.TryParse(cells[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number.ToString("R", CultureInfo.InvariantCulture)
                : cells[2];
            samples.Add(new StoredSample(cells[0], time, value, uint.Parse(cells[3], CultureInfo.InvariantCulture)));
        }

        return samples;
    }

    /// <summary>Leaves out values that are the same as the signal's one before: a server reports changes.</summary>
    public static IEnumerable<StoredSample> Changes(IEnumerable<StoredSample> samples)
    {
        var last = new Dictionary<string, StoredSample>();
        foreach (var sample in samples)
        {
            if (last.TryGetValue(sample.Signal, out var before) && before.Value == sample.Value && before.Status == sample.Status)
                continue;
            last[sample.Signal] = sample;
            yield return sample;
        }
    }
}
