using Jinan.IndustryBrain.AppHost.Manifest;

namespace Jinan.IndustryBrain.AppHost.Plan;

/// <summary>The simulated factories' endpoints listen on ports in a row: factory n on base + n.</summary>
internal static class PlantPorts
{
    public static int Choose(int basePort, int count, bool free)
    {
        if (free)
            return Ports.FindFree(count, new HashSet<int>()) - 1;
        var used = Enumerable.Range(basePort + 1, count).Where(p => !Ports.IsFree(p)).ToList();
        return used.Count == 0
            ? basePort
            : throw new ManifestException(
                $"Port {used[0]}{(used.Count > 1 ? $" and {used.Count - 1} more" : "")} of the simulated factories is in use. "
                + "Stop what listens there, or start with --ports free.");
    }
}
