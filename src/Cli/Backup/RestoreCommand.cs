using System.CommandLine;
using Jinan.IndustryBrain.Cli.Run;
using Jinan.IndustryBrain.DurableLog;

namespace Jinan.IndustryBrain.Cli.Backup;

/// <summary>
/// <c>brain restore</c>: puts a backup in the place of a data folder. Everything is verified before anything is moved; the
/// collectors' logs go on in a larger epoch, because what they get next is not what came after the backup in the life before.
/// </summary>
internal static class RestoreCommand
{
    private static readonly Argument<string> FileArgument = new("file") { Description = "The backup" };

    private static readonly Option<bool> Force = new("--force")
    {
        Description = "Move what stands in the data folder (and in the configuration's) aside",
    };

    private static readonly Option<string?> Configuration = new("--config")
    {
        Description = "Folder to put the configuration into; without it the configuration stays in the backup",
        HelpName = "folder",
    };

    public static Command Create()
    {
        var command = new Command("restore", "Puts a backup in the place of a data folder that nothing runs with.") { FileArgument, Force, Configuration };
        command.SetAction((parsed, cancellation) => CommandFailures.ReportedAsync(() => RunAsync(parsed, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var output = new BackupOutput(parsed.GetValue(CommonOptions.Json), time);
        var file = Path.GetFullPath(parsed.GetValue(FileArgument)!);
        var data = Path.TrimEndingDirectorySeparator(Path.GetFullPath(RunState.FolderOf(parsed.GetValue(CommonOptions.Data))));
        var configuration = parsed.GetValue(Configuration) is { } folder ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) : null;
        var force = parsed.GetValue(Force);
        if (RunState.IsInUse(data))
            throw new CommandException($"The data folder {data} is in use. Stop the service first.");
        foreach (var place in new[] { data, configuration }.OfType<string>().Where(HasContent))
            if (!force)
                throw new CommandException($"{place} is not empty. With --force what is there is moved aside, and nothing of it is lost.");

        var suffix = $"{time.GetUtcNow():yyyyMMddHHmmss}";
        var unpacked = $"{data}.restoring-{suffix}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(data)!);
            var content = Path.Combine(unpacked, BackupManifest.DataPrefix.TrimEnd('/'));
            CreatePrivate(unpacked);
            CreatePrivate(content);
            output.Step($"Unpacking and verifying {file}");
            var manifest = await BackupFile.ReadAsync(
                file, name => TargetOf(unpacked, name, configuration is not null), part => output.Progress($"{part:P0}"), cancellation);
            foreach (var log in Directory.EnumerateDirectories(content, "log", SearchOption.AllDirectories).Where(l => IsCollectorLog(content, l)))
                SegmentedLog.RequestNewEpoch(log);
            List<string> moved = [.. Place(content, data, suffix)];
            await Ownership.AsAsync(Path.GetDirectoryName(data)!, data, cancellation);
            if (configuration is not null)
            {
                var before = Place(Path.Combine(unpacked, BackupManifest.ConfigurationPrefix.TrimEnd('/')), configuration, suffix).ToList();
                moved.AddRange(before);
                // Read by the service's user and by nobody else, as it was.
                foreach (var aside in before)
                {
                    await Ownership.AsAsync(aside, configuration, cancellation);
                    if (!OperatingSystem.IsWindows())
                        File.SetUnixFileMode(configuration, File.GetUnixFileMode(aside));
                }
            }

            output.Done(
                new { data, configuration, files = manifest.Files.Count, manifest.Created, movedAside = moved },
                $"{data} is as it was on {manifest.Created:u}{string.Concat(moved.Select(m => $"; what was there is in {m}"))}. "
                + (manifest.Factories.Count > 0 ? "The coverage ledger will say what was collected since and is not in it." : ""));
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"It cannot be restored to {data}: {e.Message}");
        }
        finally
        {
            if (Directory.Exists(unpacked))
                Directory.Delete(unpacked, recursive: true);
        }
    }

    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static bool HasContent(string folder) => Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();

    private static string? TargetOf(string unpacked, string name, bool withConfiguration) =>
        withConfiguration || name.StartsWith(BackupManifest.DataPrefix, StringComparison.Ordinal)
            ? Path.Combine(unpacked, name.Replace('/', Path.DirectorySeparatorChar))
            : null;

    // collector/{factory}/log
    private static bool IsCollectorLog(string data, string folder) =>
        Path.GetRelativePath(data, folder).Split(Path.DirectorySeparatorChar) is ["collector", _, "log"];

    /// <returns>Where what stood there was moved to.</returns>
    private static IEnumerable<string> Place(string from, string to, string suffix)
    {
        if (!Directory.Exists(from))
            yield break;
        if (HasContent(to))
        {
            var aside = $"{to}.before-restore-{suffix}";
            Directory.Move(to, aside);
            yield return aside;
        }
        else if (Directory.Exists(to))
        {
            Directory.Delete(to);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        Directory.Move(from, to);
    }
}
