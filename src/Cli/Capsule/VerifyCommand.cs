using System.CommandLine;
using Jinan.IndustryBrain.Capsules.Package;

namespace Jinan.IndustryBrain.Cli.Capsule;

/// <summary>
/// <c>brain capsule verify</c>: the same verdict as at the factory, but for the golden vectors, which run in a worker there.
/// Exit code 0 when it is taken, 1 when it is refused.
/// </summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var file = CapsuleArguments.File();
        var publishers = CapsuleArguments.Publishers("Folder of the trusted publishers' certificates");
        publishers.Required = true;
        var command = new Command("verify", "Verifies a capsule's signature, files and declaration.") { file, publishers };
        command.SetAction((parsed, _) => CommandFailures.ReportedAsync(() =>
        {
            var path = parsed.GetValue(file)!;
            var verdict = Verify(path, new PublisherTrust(parsed.GetValue(publishers)!));
            CapsuleView.Verdict(path, verdict, parsed.GetValue(CommonOptions.Json));
            return Task.FromResult(verdict is CapsuleVerdict.Accepted ? 0 : 1);
        }));
        return command;
    }

    private static CapsuleVerdict Verify(string path, PublisherTrust trust)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return CapsuleVerifier.Verify(stream, trust);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(e.Message);
        }
    }
}
