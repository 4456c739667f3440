using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.SecureChannel;

namespace Jinan.IndustryBrain.Cli.OpcUa.Connecting;

/// <summary>
/// Security and user of a <see cref="ServerAccess"/> in the options of a connection, with the certificates that must live as long
/// as it does.
/// </summary>
internal sealed class ConnectionSecurity : IDisposable
{
    private readonly List<IDisposable> _held = [];

    private ConnectionSecurity(ConnectionOptions options) => Options = options;

    public ConnectionOptions Options { get; private set; }

    /// <exception cref="CommandException">A file that is needed cannot be used.</exception>
    public static ConnectionSecurity Of(ServerAccess access)
    {
        var security = new ConnectionSecurity(access.ToOptions());
        try
        {
            security.Apply(access);
            return security;
        }
        catch
        {
            security.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var held in Enumerable.Reverse(_held))
            held.Dispose();
    }

    private void Apply(ServerAccess access)
    {
        // Passwords and tokens are encrypted for the server's certificate also where the channel is not secured.
        if (access.Policy != SecurityPolicyChoice.None || access.User is PasswordUser or TokenUser)
        {
            var store = Store(access);
            Options = Options with
            {
                Security = access.Policy == SecurityPolicyChoice.None
                    ? SecuritySettings.None with { Validator = store }
                    : new SecuritySettings { Policy = access.Policy, Mode = access.Mode, Certificate = Hold(store.LoadOrCreateOwn(OwnCertificate.Request)), Validator = store },
            };
        }

        Options = Options with
        {
            Identity = access.User switch
            {
                PasswordUser user => UserIdentity.WithPassword(user.Name, access.TypedPassword ?? SecretFile.FirstLine(user.PasswordFile)),
                CertificateUser user => UserIdentity.WithCertificate(UserCertificate(user)),
                TokenUser user => UserIdentity.WithIssuedToken(SecretFile.FirstLine(user.TokenFile)),
                _ => UserIdentity.Anonymous,
            },
        };
    }

    private CertificateStore Store(ServerAccess access)
    {
        var folder = StoreOption.PathOf(access.Store);
        try
        {
            return Hold(new CertificateStore(folder));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new CommandException($"The folder of certificates {folder} cannot be used: {e.Message} Name another one with --store.");
        }
    }

    private ApplicationCertificate UserCertificate(CertificateUser user)
    {
        try
        {
            return Hold(ApplicationCertificate.From(X509Certificate2.CreateFromPemFile(user.CertificateFile, user.KeyFile)));
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandException($"The user's certificate {user.CertificateFile} with the key {user.KeyFile} cannot be used: {e.Message}");
        }
    }

    private T Hold<T>(T one)
        where T : IDisposable
    {
        _held.Add(one);
        return one;
    }
}
