using System.CommandLine;
using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.Cli.Output;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.FactoryFile.Writing;

namespace Jinan.IndustryBrain.Cli.OpcUa.Exporting;

/// <summary><c>brain opcua export</c>: a factory.yaml to begin with, of a server's variables, of a CSV file, or of a template alone.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var url = ServerArguments.Url();
        var patterns = new Option<string[]>("--pattern")
        {
            Description = "Paths to take, such as 'Objects/Line1/**' or '*Torque*'; may be given several times (default: the template's)",
            HelpName = "glob",
        };
        var csv = new Option<string?>("--csv") { Description = "Take the variables of this file, as 'browse --csv' writes it; the server is not asked", HelpName = "file" };
        var template = new Option<string>("--template")
        {
            Description = $"Kind of server: {string.Join(", ", PlcTemplate.All.Select(t => t.Name))}", HelpName = "name", DefaultValueFactory = _ => PlcTemplate.Generic.Name,
        };
        var offline = new Option<bool>("--offline") { Description = "Do not ask the server: write the template's example signals" };
        var factory = new Option<string>("--factory") { Description = "Id of the factory", HelpName = "id", DefaultValueFactory = _ => "my-factory" };
        var enterprise = new Option<string>("--enterprise") { Description = "Id of the enterprise", HelpName = "id", DefaultValueFactory = _ => "my-enterprise" };
        var sector = new Option<string>("--sector") { Description = string.Join(", ", Sectors.All), HelpName = "sector", DefaultValueFactory = _ => Sectors.All[0] };
        var assetType = new Option<string>("--asset-type") { Description = "Type of the assets; models are made for types", HelpName = "type", DefaultValueFactory = _ => "machine" };
        var output = new Option<string?>("--out") { Description = "File to write (default: the output)", HelpName = "file" };
        var limit = new Option<int>("--limit") { Description = "Nodes to look at, at most", HelpName = "nodes", DefaultValueFactory = _ => 100_000 };
        var command = new Command("export", "Makes a factory.yaml to begin with.")
        {
            url, patterns, csv, template, offline, factory, enterprise, sector, assetType, output, limit,
        };
        var access = ServerArguments.AddTo(command);
        command.SetAction((parsed, cancellation) => ServerFailures.ReportedAsync(async () =>
        {
            var target = access.Read(parsed, parsed.GetValue(url)!);
            var kind = PlcTemplate.Of(parsed.GetValue(template)!);
            var given = parsed.GetValue(patterns) ?? [];
            var left = new List<string>();
            IReadOnlyList<FoundSignal> signals;
            if (parsed.GetValue(offline))
            {
                signals = kind.Examples;
            }
            else if (parsed.GetValue(csv) is { } file)
            {
                signals = SignalSources.ReadCsv(file, new PathPattern(given.Length > 0 ? given : ["**"]), left);
            }
            else
            {
                await using var server = await ServerConnection.OpenAsync(target, cancellation);
                signals = await SignalSources.BrowseAsync(
                    server, new PathPattern(given.Length > 0 ? given : kind.Patterns), Math.Max(1, parsed.GetValue(limit)), left, cancellation);
            }

            var yaml = Text(new FactoryDraft
            {
                Factory = parsed.GetValue(factory)!,
                Enterprise = parsed.GetValue(enterprise)!,
                Sector = parsed.GetValue(sector)!,
                AssetType = parsed.GetValue(assetType)!,
                Connection = ConnectionOf(target, kind),
                Signals = signals,
                Sampling = kind.Sampling,
                Queue = kind.Queue,
                Heading =
                [
                    $"{kind.Title}. Made by 'brain opcua export'; check it with 'brain opcua check <this file>'.",
                    "Every key is described in docs/factory.schema.json.",
                ],
                Remarks = left,
            });
            await HandOutAsync(yaml, parsed.GetValue(output), signals.Count, left.Count, parsed.GetValue(CommonOptions.Json));
            return 0;
        }));
        return command;
    }

    private static ConnectionDraft ConnectionOf(ServerAccess access, PlcTemplate template) => new(access.Url)
    {
        Policy = access.Policy,
        Mode = access.Mode,
        // The file that is written may end up in another folder than this one.
        User = access.User switch
        {
            PasswordUser { PasswordFile.Length: > 0 } user => user with { PasswordFile = Path.GetFullPath(user.PasswordFile) },
            CertificateUser user => new CertificateUser(Path.GetFullPath(user.CertificateFile), Path.GetFullPath(user.KeyFile)),
            TokenUser user => new TokenUser(Path.GetFullPath(user.TokenFile)),
            var user => user,
        },
        Publishing = template.Publishing,
        Notes = template.Notes,
    };

    private static string Text(FactoryDraft draft)
    {
        if (draft.Signals.Count == 0)
            throw new CommandException("No variable fits: see what there is with 'brain opcua browse', and give --pattern, such as 'Objects/Line1/**'.");
        var yaml = FactoryText.Write(draft);
        var result = FactoryFileReader.Read(yaml, Directory.GetCurrentDirectory(), bearsId: false);
        return result.Faults.Count == 0
            ? yaml
            : throw new CommandException($"What would be written could not be used:{Environment.NewLine}{string.Join(Environment.NewLine, result.Faults)}");
    }

    private static async Task HandOutAsync(string yaml, string? path, int signals, int left, bool json)
    {
        if (path is not null)
        {
            try
            {
                await File.WriteAllTextAsync(path, yaml);
            }
            catch (UnauthorizedAccessException e)
            {
                throw new CommandException($"{path} cannot be written: {e.Message}");
            }
        }

        if (json)
            JsonLines.Write(new { file = path, signals, left, yaml = path is null ? yaml : null });
        else
            Console.Write(path is null ? yaml : $"{path}: {signals:N0} signals{(left > 0 ? $", {left:N0} remarks at its end" : "")}. Check it with 'brain opcua check {path}'.{Environment.NewLine}");
    }
}
