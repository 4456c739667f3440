using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Client;

namespace Jinan.IndustryBrain.Cli.OpcUa.Connecting;

/// <summary>Puts security and user of a <see cref="ServerAccess"/> into the options of a connection.</summary>
internal static class ConnectionSecurity
{
    public static ConnectionOptions Applied(ConnectionOptions options, ServerAccess access)
    {
        if (access.Policy != SecurityPolicyChoice.None)
            throw new CommandException("Secured channels are not built into this version yet: leave out --security and --mode.");
        return access.User switch
        {
            AnonymousUser => options,
            PasswordUser user => options with
            {
                Identity = UserIdentity.WithPassword(user.Name, access.TypedPassword ?? SecretFile.FirstLine(user.PasswordFile)),
            },
            _ => throw new CommandException("Users by certificate and token need a secured channel, which is not built into this version yet."),
        };
    }
}
