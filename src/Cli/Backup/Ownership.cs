using System.Diagnostics;

namespace Jinan.IndustryBrain.Cli.Backup;

/// <summary>What root restores belongs to whom the folder above belongs: the service's user could not read it otherwise.</summary>
internal static class Ownership
{
    public static async Task AsParentAsync(string folder, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows() || Environment.UserName != "root")
            return;
        using var process = Process.Start("chown", ["-R", "--reference=" + Path.GetDirectoryName(folder), folder])
            ?? throw new CommandException($"chown cannot be started: make {folder} belong to the service's user.");
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
            throw new CommandException($"{folder} could not be given to the owner of the folder above: make it belong to the service's user.");
    }
}
