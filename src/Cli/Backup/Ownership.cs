using System.Diagnostics;

namespace Jinan.IndustryBrain.Cli.Backup;

/// <summary>What root restores belongs to whom another folder belongs: the service's user could not read it otherwise.</summary>
internal static class Ownership
{
    /// <summary>Gives a folder, and all in it, to the owner and group of another one.</summary>
    public static async Task AsAsync(string reference, string folder, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return;
        using var process = Process.Start("chown", ["-R", "--reference=" + reference, folder])
            ?? throw new CommandException($"chown cannot be started: make {folder} belong to the service's user.");
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
            throw new CommandException($"{folder} could not be given to the owner of {reference}: make it belong to the service's user.");
    }
}
