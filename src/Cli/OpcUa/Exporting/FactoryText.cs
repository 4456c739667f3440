using System.Text;
using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.SecureChannel;

namespace Jinan.IndustryBrain.Cli.OpcUa.Exporting;

/// <summary>Writes a factory.yaml: what was found, in the shape that people go on editing. Held to the reader before it is handed out.</summary>
internal sealed class FactoryText(PlcTemplate template)
{
    private const int LongestIdentifier = 64;

    public string Factory { get; init; } = "my-factory";

    public string Enterprise { get; init; } = "my-enterprise";

    public string Sector { get; init; } = Contracts.Sectors.All[0];

    public string AssetType { get; init; } = "machine";

    /// <summary>Comments at the end, for instance what was left out.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <exception cref="CommandException">There is nothing to write, or an option makes the file one that the reader refuses.</exception>
    public string Write(ServerAccess access, IReadOnlyList<FoundSignal> signals)
    {
        if (signals.Count == 0)
            throw new CommandException("No variable fits: see what there is with 'brain opcua browse', and give --pattern, such as 'Objects/Line1/**'.");
        var text = new StringBuilder();
        text.AppendLine($"# {template.Title}. Made by 'brain opcua export'; check it with 'brain opcua check <this file>'.");
        text.AppendLine("# Every key is described in docs/factory.schema.json.");
        text.AppendLine("schema: 1");
        text.AppendLine($"factory: {Factory}        # the name of its folder");
        text.AppendLine($"enterprise: {Enterprise}");
        text.AppendLine($"sector: {Sector}          # {string.Join(", ", Contracts.Sectors.All)}");
        WriteConnection(text, access);
        WriteAssets(text, signals);
        foreach (var remark in Remarks)
            text.AppendLine($"# {remark}");
        var yaml = text.ToString().ReplaceLineEndings("\n");
        var result = FactoryFileReader.Read(yaml, Directory.GetCurrentDirectory(), bearsId: false);
        return result.Faults.Count == 0
            ? yaml
            : throw new CommandException($"What would be written could not be used:{Environment.NewLine}{string.Join(Environment.NewLine, result.Faults)}");
    }

    private void WriteConnection(StringBuilder text, ServerAccess access)
    {
        text.AppendLine("connections:");
        text.AppendLine("  - id: plc1");
        text.AppendLine($"    endpoint: {Quoted(access.Url)}");
        foreach (var note in template.Notes)
            text.AppendLine($"    # {note}");
        var policy = access.Policy switch
        {
            SecurityPolicyChoice.Aes128Sha256RsaOaep => "Aes128_Sha256_RsaOaep",
            SecurityPolicyChoice.Aes256Sha256RsaPss => "Aes256_Sha256_RsaPss",
            var other => other.ToString(),
        };
        text.AppendLine($"    security: {{ policy: {policy}, mode: {access.Mode} }}");
        switch (access.User)
        {
            case PasswordUser { PasswordFile.Length: > 0 } user:
                text.AppendLine($"    user: {{ name: {Quoted(user.Name)}, passwordFile: {Quoted(Path.GetFullPath(user.PasswordFile))} }}");
                break;
            case PasswordUser user:
                text.AppendLine($"    # user: {{ name: {Quoted(user.Name)}, passwordFile: secrets/plc1 }}   # put the password into that file, chmod 600");
                break;
            case CertificateUser user:
                text.AppendLine($"    user: {{ certificateFile: {Quoted(Path.GetFullPath(user.CertificateFile))}, keyFile: {Quoted(Path.GetFullPath(user.KeyFile))} }}");
                break;
            case TokenUser user:
                text.AppendLine($"    user: {{ tokenFile: {Quoted(Path.GetFullPath(user.TokenFile))} }}");
                break;
            default:
                text.AppendLine("    user: anonymous");
                break;
        }

        text.AppendLine($"    publishing: {template.Publishing}");
        text.AppendLine("    keepAlive: 5s");
        text.AppendLine("    lifetime: 10m        # outages up to this long lose nothing, as far as the server's queues reach");
    }

    private void WriteAssets(StringBuilder text, IReadOnlyList<FoundSignal> signals)
    {
        text.AppendLine("assets:");
        var assetIds = new HashSet<string>(StringComparer.Ordinal);
        foreach (var asset in signals.GroupBy(signal => signal.Asset ?? Parent(signal.Path)))
        {
            text.AppendLine($"  - id: {Unique(Last(asset.Key), "machine", assetIds)}        # {asset.Key.ReplaceLineEndings(" ")}");
            text.AppendLine($"    type: {AssetType}");
            text.AppendLine("    connection: plc1");
            text.AppendLine("    signals:");
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var signal in asset)
            {
                var name = Unique(signal.Name ?? Last(signal.Path), "signal", names);
                var unit = signal.Unit.Length > 0 ? $", unit: {Quoted(signal.Unit)}" : "";
                text.AppendLine(
                    $"      - {{ name: {name}, node: {Quoted(signal.Node)}{unit}, type: {signal.Type}, sampling: {signal.Sampling ?? template.Sampling}, queue: {template.Queue} }}");
            }
        }
    }

    private static string Parent(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "machine";

    private static string Last(string path) => path[(path.LastIndexOf('/') + 1)..];

    // Names of PLCs hold whatever their programmers liked; ours become parts of file names and queries.
    private static string Unique(string name, string otherwise, HashSet<string> taken)
    {
        var id = new string([.. name.Trim('"').Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_')]).Trim('_', '.');
        if (id.Length == 0)
            id = otherwise;
        id = id[..Math.Min(id.Length, LongestIdentifier - 6)];
        // A YAML reader would take a bare number or word for something else than a text.
        if (char.IsAsciiDigit(id[0]) || id is "null" or "true" or "false")
            id = $"{otherwise}-{id}";
        var free = id;
        for (var number = 2; !taken.Add(free); number++)
            free = $"{id}-{number}";
        return free;
    }

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings(" ")}\"";
}
