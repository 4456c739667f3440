using System.Text;
using Jinan.IndustryBrain.OpcUa.SecureChannel;

namespace Jinan.IndustryBrain.FactoryFile.Writing;

/// <summary>Writes a factory.yaml in the shape that people go on editing. Whoever writes the text to a file holds it to the reader first.</summary>
public static class FactoryText
{
    /// <summary>The text of a new file.</summary>
    public static string Write(FactoryDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var text = new StringBuilder();
        foreach (var line in draft.Heading)
            text.Append($"# {OneLine(line)}\n");
        text.Append("schema: 1\n");
        text.Append($"factory: {draft.Factory}        # the name of its folder\n");
        text.Append($"enterprise: {draft.Enterprise}\n");
        text.Append($"sector: {draft.Sector}          # {string.Join(", ", Contracts.Sectors.All)}\n");
        text.Append("connections:\n");
        WriteConnection(text, draft.Connection, "  ");
        text.Append("assets:\n");
        var assets = new SignalNames();
        foreach (var asset in SignalNames.ByAsset(draft.Signals))
        {
            WriteAsset(text, assets.Unique(SignalNames.Last(asset.Key), "machine"), asset.Key, draft.AssetType, draft.Connection.Id, "  ");
            var names = new SignalNames();
            foreach (var signal in asset)
                WriteSignal(text, names.Unique(signal.Name ?? SignalNames.Last(signal.Path), "signal"), signal, draft, null, "      ");
        }

        foreach (var remark in draft.Remarks)
            text.Append($"# {OneLine(remark)}\n");
        return text.ToString();
    }

    internal static void WriteConnection(StringBuilder text, ConnectionDraft connection, string indent)
    {
        text.Append($"{indent}- id: {connection.Id}\n");
        text.Append($"{indent}  endpoint: {Quoted(connection.Endpoint)}\n");
        foreach (var note in connection.Notes)
            text.Append($"{indent}  # {OneLine(note)}\n");
        text.Append($"{indent}  security: {{ policy: {SecurityWords.Of(connection.Policy)}, mode: {connection.Mode} }}\n");
        text.Append($"{indent}  {User(connection)}\n");
        text.Append($"{indent}  publishing: {connection.Publishing}\n");
        text.Append($"{indent}  keepAlive: 5s\n");
        text.Append($"{indent}  lifetime: 10m        # outages up to this long lose nothing, as far as the server's queues reach\n");
    }

    internal static void WriteAsset(StringBuilder text, string id, string path, string type, string connection, string indent)
    {
        text.Append($"{indent}- id: {id}{(path == id ? "" : $"        # {OneLine(path)}")}\n");
        text.Append($"{indent}  type: {type}\n");
        text.Append($"{indent}  connection: {connection}\n");
        text.Append($"{indent}  signals:\n");
    }

    /// <param name="text">Where it goes.</param>
    /// <param name="name">Its name within the asset.</param>
    /// <param name="signal">What is written.</param>
    /// <param name="draft">What holds where the signal says nothing.</param>
    /// <param name="connection">Where it is not the asset's.</param>
    /// <param name="indent">Before the dash.</param>
    internal static void WriteSignal(StringBuilder text, string name, FoundSignal signal, FactoryDraft draft, string? connection, string indent)
    {
        text.Append($"{indent}- {{ name: {name}, node: {Quoted(signal.Node)}");
        if (signal.Unit.Length > 0)
            text.Append($", unit: {Quoted(signal.Unit)}");
        text.Append($", type: {signal.Type}, sampling: {signal.Sampling ?? draft.Sampling}, queue: {draft.Queue}");
        if (signal.Deadband is { Length: > 0 } deadband)
            text.Append($", deadband: {Quoted(deadband)}");
        if (connection is not null)
            text.Append($", connection: {connection}");
        text.Append(" }\n");
    }

    private static string User(ConnectionDraft connection) => connection.User switch
    {
        PasswordUser { PasswordFile.Length: > 0 } user => $"user: {{ name: {Quoted(user.Name)}, passwordFile: {Quoted(user.PasswordFile)} }}",
        PasswordUser user =>
            $"# user: {{ name: {Quoted(user.Name)}, passwordFile: secrets/{connection.Id} }}   # put the password into that file, chmod 600",
        CertificateUser user => $"user: {{ certificateFile: {Quoted(user.CertificateFile)}, keyFile: {Quoted(user.KeyFile)} }}",
        TokenUser user => $"user: {{ tokenFile: {Quoted(user.TokenFile)} }}",
        _ => "user: anonymous",
    };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    // What cannot be seen is written as YAML escapes it: a name of a PLC may hold anything.
    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
            quoted.Append(c switch { '\\' => "\\\\", '"' => "\\\"", _ when char.IsControl(c) => $"\\u{(int)c:x4}", _ => c.ToString() });
        return quoted.Append('"').ToString();
    }
}
