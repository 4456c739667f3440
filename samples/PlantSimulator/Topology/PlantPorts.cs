namespace Jinan.IndustryBrain.PlantSimulator.Topology;

/// <summary>Which port a factory listens on.</summary>
internal static class PlantPorts
{
    /// <param name="plant">The plant, for the factories' places in the row.</param>
    /// <param name="basePort">What was given at the command line; null for the plant's own.</param>
    /// <param name="portsFile">The file that a run wrote; null where ports follow from the base port.</param>
    /// <exception cref="PlantException">Free ports can be known from a ports file only, and it must name the factory.</exception>
    public static Func<string, int> Of(PlantFile plant, int? basePort, string? portsFile)
    {
        if (portsFile is not null)
        {
            var ports = PortsFile.Read(portsFile);
            return id => ports.TryGetValue(id, out var port) ? port : throw new PlantException($"{portsFile} names no port of {id}: the run does not include it.");
        }

        var first = basePort ?? plant.BasePort;
        if (first == 0)
            throw new PlantException("Base port 0 stands for free ports: give the file that 'run --ports-file' wrote with --ports-file.");
        return id => first + 1 + plant.Factories.ToList().FindIndex(factory => factory.Id == id);
    }
}
