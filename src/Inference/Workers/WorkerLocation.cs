namespace Jinan.IndustryBrain.Inference.Workers;

/// <summary>Where the worker's program is.</summary>
internal static class WorkerLocation
{
    private const string Assembly = "Jinan.IndustryBrain.Inference.Worker.dll";

    /// <exception cref="FileNotFoundException">It is nowhere.</exception>
    public static string Find(string? configured)
    {
        var candidates = configured is not null ? [configured] : new[] { Installed(), InCheckout() };
        return candidates.FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException(
                $"The worker is not at {string.Join(" nor at ", candidates)}. Build it, or set {WorkerOptions.Section}:Path.");
    }

    private static string Installed() => System.IO.Path.Combine(AppContext.BaseDirectory, "worker", Assembly);

    // From src/<whoever runs this>/bin/<configuration>/<framework> to the worker's folder of the same shape.
    private static string InCheckout()
    {
        var own = AppContext.BaseDirectory.TrimEnd(System.IO.Path.DirectorySeparatorChar);
        var framework = System.IO.Path.GetFileName(own);
        var configuration = System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(own)!);
        for (var folder = own; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            var candidate = System.IO.Path.Combine(folder, "src", "Inference.Worker", "bin", configuration, framework, Assembly);
            if (File.Exists(candidate))
                return candidate;
        }

        return System.IO.Path.Combine("src", "Inference.Worker", "bin", configuration, framework, Assembly);
    }
}
