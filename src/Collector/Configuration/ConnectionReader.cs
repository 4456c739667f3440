using YamlDotNet.RepresentationModel;

namespace Jinan.IndustryBrain.Collector.Configuration;

/// <summary>Reads <c>connections</c> of a factory.yaml.</summary>
internal static class ConnectionReader
{
    private static readonly string[] Planned = ["Basic256Sha256", "Aes128_Sha256_RsaOaep", "Aes256_Sha256_RsaPss"];
    private static readonly string[] Deprecated = ["Basic128Rsa15", "Basic256"];

    public static List<ConnectionSettings> Read(YamlFields factory, string folder)
    {
        var connections = new List<ConnectionSettings>();
        foreach (var fields in factory.Items("connections"))
        {
            var id = fields.Identifier("id", "plc1");
            if (id is not null && connections.Any(other => other.Id == id))
                fields.Fault("id", $"'{id}' is the id of another connection: ids must differ.");
            var endpoint = fields.Required("endpoint", "opc.tcp://192.168.0.10:4840");
            if (endpoint is not null && !IsEndpoint(endpoint))
                fields.Fault("endpoint", $"'{endpoint}' is no OPC UA address: write opc.tcp://host:port, for example opc.tcp://192.168.0.10:4840.");
            ReadSecurity(fields);
            var (user, passwordFile) = ReadUser(fields, folder);
            connections.Add(new ConnectionSettings
            {
                Id = id ?? "",
                Endpoint = endpoint ?? "",
                UserName = user,
                PasswordFile = passwordFile,
                Clock = fields.Choice("clock", ClockSource.Source),
                Publishing = fields.Duration("publishing", TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5)),
                KeepAlive = fields.Duration("keepAlive", TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)),
                Lifetime = fields.Duration("lifetime", TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(10), TimeSpan.FromHours(24)),
                Priority = (byte)fields.Number("priority", 0, 0, byte.MaxValue),
                MaxFuture = fields.Duration("maxFuture", TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1), TimeSpan.FromHours(24)),
            });
            fields.Finish();
        }

        return connections;
    }

    private static bool IsEndpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "opc.tcp", Host.Length: > 0 };

    private static void ReadSecurity(YamlFields connection)
    {
        if (connection.Mapping("security") is not { } fields)
            return;
        var policy = fields.Optional("policy") ?? "None";
        if (Deprecated.Contains(policy))
            fields.Fault("policy", $"{policy} is deprecated because it can be broken, and is refused: use None here and reconfigure the server.");
        else if (Planned.Contains(policy))
            fields.Fault("policy", $"{policy} is not built into this version yet: use None, and keep the connection on a network of its own.");
        else if (policy != "None")
            fields.Fault("policy", $"'{policy}' is not a security policy that is known: use None ({string.Join(", ", Planned)} come later).");
        var mode = fields.Optional("mode") ?? "None";
        if (mode is "Sign" or "SignAndEncrypt")
            fields.Fault("mode", $"{mode} needs a security policy that is not built into this version yet: use None.");
        else if (mode != "None")
            fields.Fault("mode", $"'{mode}' is not a security mode that is known: use None (Sign, SignAndEncrypt come later).");
        fields.Finish();
    }

    private static (string? Name, string? PasswordFile) ReadUser(YamlFields connection, string folder)
    {
        switch (connection.Take("user"))
        {
            case null or YamlScalarNode { Value: "anonymous" }:
                return default;
            case YamlScalarNode other:
                connection.Fault("user", $"'{other.Value}' is not allowed: use anonymous, or {{ name: operator, passwordFile: secrets/plc1 }}.");
                return default;
        }

        if (connection.Mapping("user") is not { } fields)
            return default;
        var name = fields.Required("name", "operator");
        var file = fields.Required("passwordFile", "secrets/plc1");
        fields.Finish();
        if (file is null)
            return default;
        var path = Path.GetFullPath(Path.Combine(folder, file));
        if (!File.Exists(path))
            fields.Fault("passwordFile", $"there is no file '{path}': put the password on its first line and make it readable by this service only.");
        else if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0)
            fields.Fault("passwordFile", $"'{path}' can be read by others: run chmod 600 on it.");
        return (name, path);
    }
}
