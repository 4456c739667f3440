using System.Diagnostics;
using System.Text.Json;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests.Cost;

/// <summary>The product's own tool, in a process of its own, as people run it.</summary>
internal static class BrainProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs <c>brain</c> and gives the JSON that it writes.</summary>
    public static async Task<JsonElement> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Tool, .. arguments])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("brain did not start.");
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, $"brain {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}");
            return JsonDocument.Parse(await output).RootElement.Clone();
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"brain {string.Join(' ', arguments)} did not end within {Patience}.");
        }
    }

    // Beside this project, built with the same configuration: tests/OpcUa.Interop/bin/<configuration>/<framework>.
    private static string Tool
    {
        get
        {
            var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            var configuration = framework.Parent!;
            var repository = configuration.Parent!.Parent!.Parent!.Parent!;
            var tool = Path.Combine(repository.FullName, "src", "Cli", "bin", configuration.Name, framework.Name, "brain.dll");
            return File.Exists(tool) ? tool : throw new FileNotFoundException("Build src/Cli first.", tool);
        }
    }
}
