using YamlDotNet.RepresentationModel;

namespace Jinan.IndustryBrain.FactoryFile;

/// <summary>Reads <c>user</c> of a connection: nobody, a name with a password, a certificate, or a token.</summary>
internal static class UserReader
{
    private const string Allowed =
        "use anonymous, { name: operator, passwordFile: secrets/plc1 }, { certificateFile: secrets/user.pem, keyFile: secrets/user.key } "
        + "or { tokenFile: secrets/token }.";

    public static UserSettings Read(YamlFields connection, string folder)
    {
        switch (connection.Take("user"))
        {
            case null or YamlScalarNode { Value: "anonymous" }:
                return new AnonymousUser();
            case YamlScalarNode other:
                connection.Fault("user", $"'{other.Value}' is not allowed: {Allowed}");
                return new AnonymousUser();
        }

        if (connection.Mapping("user") is not { } fields)
            return new AnonymousUser();
        var user = ReadKind(fields, folder);
        fields.Finish();
        return user ?? new AnonymousUser();
    }

    // One key tells which kind is meant; the others of that kind are then asked for by name.
    private static UserSettings? ReadKind(YamlFields fields, string folder)
    {
        var kinds = new[] { "name", "certificateFile", "tokenFile" }.Where(fields.Has).ToList();
        if (kinds.Count > 1)
        {
            fields.Fault(kinds[1], $"stands beside {kinds[0]}, which is another kind of user: {Allowed}");
            foreach (var key in new[] { "name", "passwordFile", "certificateFile", "keyFile", "tokenFile" })
                fields.Take(key);
            return null;
        }

        switch (kinds)
        {
            case ["certificateFile"]:
                var certificate = ReadFile(fields, "certificateFile", folder, "the user's certificate as PEM", isSecret: false);
                var key = fields.Required("keyFile", "secrets/user.key") is null ? null : ReadFile(fields, "keyFile", folder, "the certificate's private key as PEM", isSecret: true);
                return certificate is null || key is null ? null : new CertificateUser(certificate, key);
            case ["tokenFile"]:
                return ReadFile(fields, "tokenFile", folder, "the token on its first line", isSecret: true) is { } token ? new TokenUser(token) : null;
            default:
                var name = fields.Required("name", "operator");
                var password = fields.Required("passwordFile", "secrets/plc1") is null
                    ? null
                    : ReadFile(fields, "passwordFile", folder, "the password on its first line", isSecret: true);
                return name is null || password is null ? null : new PasswordUser(name, password);
        }
    }

    private static string? ReadFile(YamlFields fields, string key, string folder, string content, bool isSecret)
    {
        if (fields.Optional(key) is not { } file)
            return null;
        var path = Path.GetFullPath(Path.Combine(folder, file));
        if (fields.IsToCome(path))
            return path;
        if (!File.Exists(path))
            fields.Fault(key, $"there is no file '{path}': put {content}{(isSecret ? " and make it readable by this service only" : "")}.");
        else if (isSecret && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0)
            fields.Fault(key, $"'{path}' can be read by others: run chmod 600 on it.");
        return path;
    }
}
