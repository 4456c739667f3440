using Jinan.IndustryBrain.Contracts.Sentences;
using YamlDotNet.RepresentationModel;

namespace Jinan.IndustryBrain.FactoryFile;

/// <summary>Reads <c>user</c> of a connection: nobody, a name with a password, a certificate, or a token.</summary>
internal static class UserReader
{
    public static UserSettings Read(YamlFields connection, string folder)
    {
        switch (connection.Take("user"))
        {
            case null or YamlScalarNode { Value: "anonymous" }:
                return new AnonymousUser();
            case YamlScalarNode other:
                connection.Fault("user", FactoryFileSentences.BadUser.Of(other.Value));
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
            fields.Fault(kinds[1], FactoryFileSentences.TwoUsers.Of(kinds[0]));
            foreach (var key in new[] { "name", "passwordFile", "certificateFile", "keyFile", "tokenFile" })
                fields.Take(key);
            return null;
        }

        switch (kinds)
        {
            case ["certificateFile"]:
                var certificate = ReadFile(fields, "certificateFile", folder, FactoryFileSentences.NoCertificateFile, isSecret: false);
                var key = fields.Required("keyFile", "secrets/user.key") is null ? null : ReadFile(fields, "keyFile", folder, FactoryFileSentences.NoKeyFile, isSecret: true);
                return certificate is null || key is null ? null : new CertificateUser(certificate, key);
            case ["tokenFile"]:
                return ReadFile(fields, "tokenFile", folder, FactoryFileSentences.NoTokenFile, isSecret: true) is { } token ? new TokenUser(token) : null;
            default:
                var name = fields.Required("name", "operator");
                var password = fields.Required("passwordFile", "secrets/plc1") is null
                    ? null
                    : ReadFile(fields, "passwordFile", folder, FactoryFileSentences.NoPasswordFile, isSecret: true);
                return name is null || password is null ? null : new PasswordUser(name, password);
        }
    }

    private static string? ReadFile(YamlFields fields, string key, string folder, SentenceForm notThere, bool isSecret)
    {
        if (fields.Optional(key) is not { } file)
            return null;
        var path = Path.GetFullPath(Path.Combine(folder, file));
        if (fields.IsToCome(path))
            return path;
        if (!File.Exists(path))
            fields.Fault(key, notThere.Of(path));
        else if (isSecret && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0)
            fields.Fault(key, FactoryFileSentences.SecretReadable.Of(path));
        return path;
    }
}
