using System.Reflection;
using System.Runtime.InteropServices;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;

namespace Jinan.IndustryBrain.Inference.Workers;

/// <summary>Finds the worker: where the configuration says, beside a published Inference, or in the checkout that built us.</summary>
internal static class WorkerLocation
{
    private const string Assembly = "Jinan.IndustryBrain.Inference.Worker.dll";

    /// <exception cref="ServiceStartException">There is none.</exception>
    public static WorkerLaunch Find(string? configured, long memoryBytes)
    {
        var candidates = configured is { Length: > 0 }
            ? [Path.GetFullPath(configured)]
            : new[] { Path.Combine(AppContext.BaseDirectory, "worker", Assembly), BuiltWith() };
        var found = candidates.FirstOrDefault(File.Exists)
            ?? throw new ServiceStartException(
                $"The worker is not at {string.Join(" nor at ", candidates)}. Build src/Inference, or name the worker in Inference:WorkerPath.");
        return found.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            ? new WorkerLaunch(DotNetHost(), [found], memoryBytes)
            : new WorkerLaunch(found, [], memoryBytes);
    }

    private static string BuiltWith() => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory,
        typeof(WorkerLocation).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "WorkerPath").Value!));

    // The host of the runtime that runs us: <root>/shared/Microsoft.NETCore.App/<version>/.
    private static string DotNetHost()
    {
        var host = Path.GetFullPath(Path.Combine(
            RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        return File.Exists(host) ? host : "dotnet";
    }
}
