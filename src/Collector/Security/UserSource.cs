using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using StatusCodes = Jinan.IndustryBrain.OpcUa.Encoding.StatusCodes;

namespace Jinan.IndustryBrain.Collector.Security;

/// <summary>
/// Who a connection acts for, read from its files for each attempt to log in: tokens expire and passwords are changed while
/// the collector runs. What it says of a file is never what stands in it.
/// </summary>
internal sealed class UserSource(UserSettings settings) : IDisposable
{
    private readonly List<ApplicationCertificate> _loaded = [];
    private (DateTime Certificate, DateTime Key) _written;

    /// <summary>For <see cref="ConnectionOptions.IdentitySource"/>; null for anonymous users. For one connection's loop.</summary>
    public Func<UserIdentity>? Reader => settings is AnonymousUser ? null : Read;

    public void Dispose()
    {
        foreach (var certificate in _loaded)
            certificate.Dispose();
    }

    private UserIdentity Read()
    {
        try
        {
            return settings switch
            {
                PasswordUser user => UserIdentity.WithPassword(user.Name, FirstLine(user.PasswordFile)),
                TokenUser user => UserIdentity.WithIssuedToken(FirstLine(user.TokenFile) is { Length: > 0 } token
                    ? token
                    : throw Unusable(user.TokenFile, "its first line is empty", null)),
                CertificateUser user => UserIdentity.WithCertificate(Certificate(user)),
                _ => UserIdentity.Anonymous,
            };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unusable("a file of the user", fault.Message, fault);
        }
    }

    private static string FirstLine(string path) => File.ReadLines(path).FirstOrDefault()?.Trim() ?? "";

    private ApplicationCertificate Certificate(CertificateUser user)
    {
        var written = (File.GetLastWriteTimeUtc(user.CertificateFile), File.GetLastWriteTimeUtc(user.KeyFile));
        if (_loaded.Count > 0 && written == _written)
            return _loaded[^1];
        try
        {
            // The one before stays until the end: a session may still sign with it.
            _loaded.Add(ApplicationCertificate.From(X509Certificate2.CreateFromPemFile(user.CertificateFile, user.KeyFile)));
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            throw Unusable($"{user.CertificateFile} with {user.KeyFile}", fault.Message, fault);
        }

        _written = written;
        return _loaded[^1];
    }

    private static OpcUaException Unusable(string what, string why, Exception? cause)
    {
        var message = $"The user cannot be told to the server: {what} cannot be used: {why} Put it right; it is read again at the next attempt.";
        return cause is null
            ? new OpcUaException(StatusCodes.BadIdentityTokenInvalid, message)
            : new OpcUaException(StatusCodes.BadIdentityTokenInvalid, message, cause);
    }
}
