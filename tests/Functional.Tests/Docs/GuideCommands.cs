using System.Diagnostics;
using System.Text.RegularExpressions;
using Jinan.IndustryBrain.Functional.Tests.Running;

namespace Jinan.IndustryBrain.Functional.Tests.Docs;

/// <summary>
/// The commands of a guide, run as a reader would type them: blocks of <c>sh</c> in their order, in one folder, with values of
/// the test's own where the guide tells the reader to put his.
/// </summary>
internal sealed partial class GuideCommands(string guide, string folder, string data)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>What stands for the values of the guide's first block.</summary>
    public Dictionary<string, string> Values { get; } = [];

    public IReadOnlyList<string> Blocks { get; } =
        [.. Block().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "docs", guide))).Select(match => match.Groups[1].Value)];

    /// <summary>Runs a block, or the lines of it that hold a word; gives what it printed.</summary>
    public async Task<string> RunAsync(string block)
    {
        var script = $"""
            set -euo pipefail
            brain() {"{"} dotnet "{Checkout.OutputOf("src/Cli", "brain")}" "$@"; {"}"}
            {string.Join('\n', Values.Select(value => $"{value.Key}='{value.Value}'"))}
            {block}
            """;
        var start = new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["INDUSTRYBRAIN_DATA"] = data;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"These commands did not end within {Limit}:\n{block}");
        }

        var said = await output + await errors;
        Assert.True(process.ExitCode == 0, $"Exit code {process.ExitCode} of\n{block}\nIt said:\n{said}");
        return said;
    }

    [GeneratedRegex("^```sh\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
