using System.Diagnostics;

namespace Jinan.IndustryBrain.AppHost.Setup;

/// <summary>Runs a program to its end.</summary>
internal static class Tool
{
    private const int LinesShown = 12;

    /// <exception cref="SetupException">It cannot be started or did not end with 0; the message holds what it said last.</exception>
    public static async Task RunAsync(
        string what, string command, IReadOnlyList<string> args, string folder, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(command, args)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // A build must not leave servers behind that outlive this run.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        using var process = new Process { StartInfo = start };
        var lines = new Queue<string>();
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new SetupException($"{what}: '{command}' cannot be started ({e.Message}). Install the .NET 10 SDK and put dotnet on the PATH.");
        }

        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode != 0)
            throw new SetupException($"{what} failed with exit code {process.ExitCode}:{Environment.NewLine}{Said()}");

        void Keep(object sender, DataReceivedEventArgs line)
        {
            if (string.IsNullOrWhiteSpace(line.Data))
                return;
            lock (lines)
            {
                lines.Enqueue(line.Data);
                while (lines.Count > 200)
                    lines.Dequeue();
            }
        }

        // Errors are what a person needs; without any, the end of what was said.
        string Said()
        {
            lock (lines)
            {
                var errors = lines.Where(l => l.Contains("error", StringComparison.OrdinalIgnoreCase)).Distinct().Take(LinesShown).ToList();
                return string.Join(Environment.NewLine, errors.Count > 0 ? errors : lines.TakeLast(LinesShown));
            }
        }
    }
}
