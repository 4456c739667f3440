using System.CommandLine;
using Jinan.IndustryBrain.Capsules;
using Jinan.IndustryBrain.Capsules.Package;

namespace Jinan.IndustryBrain.Cli.Capsule;

/// <summary><c>brain capsule sign</c>: signs a capsule anew, in place or into another file.</summary>
internal static class SignCommand
{
    public static Command Create()
    {
        var file = CapsuleArguments.File();
        var output = new Option<string?>("--out") { Description = "The file to write (default: in place)", HelpName = "file" };
        var keyFolder = CapsuleArguments.KeyFolder();
        var key = CapsuleArguments.Key();
        var certificate = CapsuleArguments.Certificate();
        var command = new Command("sign", "Signs a capsule with a publisher's key; an earlier signature is replaced.")
        {
            file, output, keyFolder, key, certificate,
        };
        command.SetAction((parsed, _) => CommandFailures.ReportedAsync(() =>
        {
            using var signer = CapsuleArguments.OpenSigner(
                parsed.GetValue(keyFolder), parsed.GetValue(key), parsed.GetValue(certificate), publishers: null);
            var path = parsed.GetValue(file)!;
            var target = parsed.GetValue(output) ?? path;
            var files = CapsuleArguments.Read(path);
            try
            {
                var declaration = CapsuleReader.ReadDeclaration(files);
                CapsuleArguments.Write(target, stream => CapsulePacker.Sign(files, signer, TimeProvider.System, stream));
                CapsuleView.Packed(declaration, target, parsed.GetValue(CommonOptions.Json));
            }
            catch (CapsuleFormatException e)
            {
                throw new CommandException($"{path}: {e.Message}");
            }

            return Task.FromResult(0);
        }));
        return command;
    }
}
