using System.CommandLine;
using Jinan.IndustryBrain.Capsules;
using Jinan.IndustryBrain.Capsules.Package;

namespace Jinan.IndustryBrain.Cli.Capsule;

/// <summary><c>brain capsule inspect</c>: what a capsule says of itself, believed or not.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var file = CapsuleArguments.File();
        var command = new Command("inspect", "Shows what a capsule says of itself, whoever signed it. To know whether to believe it, use verify.")
        {
            file,
        };
        command.SetAction((parsed, _) => CommandFailures.ReportedAsync(() =>
        {
            var path = parsed.GetValue(file)!;
            var files = CapsuleArguments.Read(path);
            try
            {
                CapsuleView.Declaration(CapsuleReader.ReadDeclaration(files), files, parsed.GetValue(CommonOptions.Json));
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
