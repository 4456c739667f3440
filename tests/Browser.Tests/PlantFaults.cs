using System.Diagnostics;
using System.Text.RegularExpressions;
using Jinan.IndustryBrain.Functional.Tests.Running;

namespace Jinan.IndustryBrain.Browser.Tests;

/// <summary>Breaks machines of the running plant, as somebody at a terminal would.</summary>
internal static partial class PlantFaults
{
    public static async Task InjectAsync(ConsoleFixture console, string factory, string machine, string fault)
    {
        var said = await File.ReadAllTextAsync(console.Run.Snapshot()["plant"].Log);
        var first = int.Parse(FirstPort().Match(said).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        using var simulator = Process.Start(new ProcessStartInfo("dotnet",
        [
            Checkout.OutputOf("samples/PlantSimulator", "Jinan.IndustryBrain.PlantSimulator"), "fault", "inject", "--factory", factory, "--machine", machine,
            "--fault", fault, "--severity", "1", "--plant", console.Plant, "--base-port", $"{first - 1}",
        ])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var output = await simulator.StandardOutput.ReadToEndAsync(patience.Token) + await simulator.StandardError.ReadToEndAsync(patience.Token);
        await simulator.WaitForExitAsync(patience.Token);
        Assert.True(simulator.ExitCode == 0, output);
    }

    // The first factory listens on the base port plus one.
    [GeneratedRegex(@"opc\.tcp://127\.0\.0\.1:(\d+)")]
    private static partial Regex FirstPort();
}
