using System.CommandLine;
using System.Reflection;
using Jinan.IndustryBrain.Cli.Run;
using Jinan.IndustryBrain.DurableLog;

namespace Jinan.IndustryBrain.Cli.Backup;

/// <summary><c>brain backup</c>: a consistent copy of everything that must not be lost, while it runs or not.</summary>
internal static class BackupCommand
{
    /// <summary>A log whose segments fill and go while they are copied cannot be copied at that moment.</summary>
    private const int MostCuts = 10;

    private static readonly Option<string?> Output = new("--output", "-o")
    {
        Description = "The file to write (default: industrybrain-<time>.tar.gz here)",
        HelpName = "file.tar.gz",
    };

    private static readonly Option<string?> Configuration = new("--config")
    {
        Description = "The folder of the configuration (default: that of the run)",
        HelpName = "folder",
    };

    public static Command Create()
    {
        var command = new Command("backup", "Writes a consistent copy of the data folder and the configuration; nothing has to be stopped.") { Output, Configuration };
        command.SetAction((parsed, cancellation) => CommandFailures.ReportedAsync(() => RunAsync(parsed, cancellation)));
        command.Subcommands.Add(VerifyBackupCommand.Create());
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var output = new BackupOutput(parsed.GetValue(CommonOptions.Json), time);
        var data = Path.GetFullPath(RunState.FolderOf(parsed.GetValue(CommonOptions.Data)));
        if (!Directory.Exists(data))
            throw new CommandException($"There is no data folder {data}. Name it with --data or INDUSTRYBRAIN_DATA.");
        var run = RunState.TryRead(data);
        var created = time.GetUtcNow();
        var target = Path.GetFullPath(parsed.GetValue(Output) ?? $"industrybrain-{created:yyyyMMdd-HHmmss}.tar.gz");
        if (target.StartsWith(data + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new CommandException($"{target} is in the data folder: a backup belongs on another disk.");
        var manifest = await WriteAsync(target, data, run, parsed.GetValue(Configuration), created, output, cancellation);
        var bytes = new FileInfo(target).Length;
        await new LastBackup(created, target, bytes).WriteAsync(data, cancellation);
        output.Done(
            new { file = target, bytes, files = manifest.Files.Count, manifest.Factories, manifest.Created },
            $"{target}: {manifest.Files.Count} files, {BackupOutput.Size(bytes)}. It holds keys and passwords: keep it as safe as the machine, and on another one.");
        return 0;
    }

    private static async Task<BackupManifest> WriteAsync(
        string target, string data, RunState? run, string? configuration, DateTimeOffset created, BackupOutput output, CancellationToken cancellation)
    {
        var stage = target + ".stage";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var (cut, files) = await CutAsync(data, stage, output, cancellation);
            using (cut)
            {
                var named = files.Select(f => (BackupManifest.DataPrefix + f.Path, f)).Concat(Configured(configuration ?? FolderOf(run?.Configuration), output)).ToList();
                output.Step($"Writing {target}");
                return await BackupFile.WriteAsync(
                    target, named,
                    done => new BackupManifest(BackupManifest.CurrentSchema, ProductVersion(), run?.Profile, created, cut.Factories, done),
                    bytes => output.Progress(BackupOutput.Size(bytes)), cancellation);
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw new CommandException(
                $"The backup {target} cannot be written: {e.Message} Let the user {Environment.UserName} write to {Path.GetDirectoryName(target)}, or name another folder with --output.");
        }
        catch (IOException e)
        {
            throw new CommandException($"The backup {target} cannot be written: {e.Message} There is no part of it left; make room, or name another disk with --output.");
        }
        finally
        {
            Clear(stage);
        }
    }

    private static async Task<(DataCut Cut, IReadOnlyList<CutFile> Files)> CutAsync(string data, string stage, BackupOutput output, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            Clear(stage);
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(stage);
            else
                Directory.CreateDirectory(stage, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var cut = new DataCut(data, stage, text => output.Step($"Copying: {text}"), TimeProvider.System);
            try
            {
                return (cut, await cut.TakeAsync(cancellation));
            }
            catch (LogOvertakenException e)
            {
                cut.Dispose();
                if (attempt == MostCuts)
                    throw new CommandException($"The data folder {data} cannot be copied: {e.Message}");
                output.Step($"Begun again: {e.Message}");
            }
            catch
            {
                cut.Dispose();
                throw;
            }
        }
    }

    private static void Clear(string stage)
    {
        if (Directory.Exists(stage))
            Directory.Delete(stage, recursive: true);
    }

    private static IEnumerable<(string, CutFile)> Configured(string? folder, BackupOutput output)
    {
        if (folder is null)
        {
            output.Step("The configuration is not copied: nothing runs that says where it is. Name its folder with --config.");
            yield break;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var mode = OperatingSystem.IsWindows() ? UnixFileMode.UserRead | UnixFileMode.UserWrite : File.GetUnixFileMode(file);
            yield return (BackupManifest.ConfigurationPrefix + Path.GetRelativePath(folder, file).Replace('\\', '/'), new CutFile(file, mode, () => File.OpenRead(file)));
        }
    }

    private static string? FolderOf(string? file) => file is null ? null : Path.GetDirectoryName(file);

    private static string ProductVersion() =>
        typeof(BackupCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
