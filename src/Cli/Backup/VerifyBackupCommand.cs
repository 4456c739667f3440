using System.CommandLine;

namespace Jinan.IndustryBrain.Cli.Backup;

/// <summary><c>brain backup verify</c>: reads a backup through and compares every digest.</summary>
internal static class VerifyBackupCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The backup" };
        var command = new Command("verify", "Reads a backup through and compares every digest; exit code 0 when it is whole.") { file };
        command.SetAction((parsed, cancellation) => CommandFailures.ReportedAsync(async () =>
        {
            var output = new BackupOutput(parsed.GetValue(CommonOptions.Json), TimeProvider.System);
            var path = Path.GetFullPath(parsed.GetValue(file)!);
            var manifest = await BackupFile.ReadAsync(path, _ => null, part => output.Progress($"{part:P0}"), cancellation);
            var bytes = manifest.Files.Sum(f => f.Bytes);
            output.Done(
                new { file = path, files = manifest.Files.Count, bytes, manifest.Created, manifest.Product, manifest.Profile, manifest.Factories },
                $"{path} is whole: {manifest.Files.Count} files, {BackupOutput.Size(bytes)}, taken {manifest.Created:u} by version {manifest.Product}.");
            return 0;
        }));
        return command;
    }
}
