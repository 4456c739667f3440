using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.Capsules;
using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Capsules.Package;

namespace Jinan.IndustryBrain.Cli.Capsule;

/// <summary><c>brain capsule pack</c>: a plugin's folder becomes a signed capsule.</summary>
internal static class PackCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "The plugin's folder, with capsule.json" };
        var output = new Option<string>("--out") { Description = "The .capsule file to write", HelpName = "file", Required = true };
        var keyFolder = CapsuleArguments.KeyFolder();
        var key = CapsuleArguments.Key();
        var certificate = CapsuleArguments.Certificate();
        var publishers = CapsuleArguments.Publishers("Folder of trusted publishers: the development key's certificate is laid there");
        var command = new Command("pack", "Packs a plugin's folder into a signed capsule.")
        {
            folder, output, keyFolder, key, certificate, publishers,
        };
        command.SetAction((parsed, _) => CommandFailures.ReportedAsync(() =>
        {
            using var signer = CapsuleArguments.OpenSigner(
                parsed.GetValue(keyFolder), parsed.GetValue(key), parsed.GetValue(certificate), parsed.GetValue(publishers));
            var declaration = Pack(parsed.GetValue(folder)!, parsed.GetValue(output)!, signer);
            CapsuleView.Packed(declaration, parsed.GetValue(output)!, parsed.GetValue(CommonOptions.Json));
            return Task.FromResult(0);
        }));
        return command;
    }

    private static CapsuleDeclaration Pack(
        string folder, string output, X509Certificate2 signer)
    {
        if (!Directory.Exists(folder))
            throw new CommandException($"There is no folder '{folder}'.");
        CapsuleDeclaration? declaration = null;
        try
        {
            var files = CapsuleFiles.ReadFolder(folder);
            CapsuleArguments.Write(output, stream => declaration = CapsulePacker.Pack(files, signer, TimeProvider.System, stream));
        }
        catch (CapsuleFormatException e)
        {
            throw new CommandException($"{folder}: {e.Message}");
        }

        return declaration!;
    }
}
