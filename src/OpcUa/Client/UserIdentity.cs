using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>Who a session acts for. Neither password nor token is shown by <see cref="ToString"/>.</summary>
public sealed class UserIdentity
{
    UserIdentity(UserTokenType kind) => Kind = kind;

    /// <summary>Nobody in particular.</summary>
    public static UserIdentity Anonymous { get; } = new(UserTokenType.Anonymous);

    /// <summary>How the user is told.</summary>
    public UserTokenType Kind { get; }

    /// <summary>The user's name; null unless there is a password.</summary>
    public string? UserName { get; private init; }

    internal string? Password { get; private init; }

    internal ApplicationCertificate? Certificate { get; private init; }

    internal string? IssuedToken { get; private init; }

    /// <summary>A user with a password.</summary>
    public static UserIdentity WithPassword(string userName, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(userName);
        ArgumentNullException.ThrowIfNull(password);
        return new UserIdentity(UserTokenType.UserName) { UserName = userName, Password = password };
    }

    /// <summary>A user with a certificate and its key, which stays the caller's and must live as long as the connection.</summary>
    public static UserIdentity WithCertificate(ApplicationCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new UserIdentity(UserTokenType.Certificate) { Certificate = certificate };
    }

    /// <summary>A user with a JSON Web Token of an authorization service that the server trusts.</summary>
    public static UserIdentity WithIssuedToken(string jwt)
    {
        ArgumentException.ThrowIfNullOrEmpty(jwt);
        return new UserIdentity(UserTokenType.IssuedToken) { IssuedToken = jwt };
    }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        UserTokenType.UserName => UserName!,
        UserTokenType.Certificate => $"certificate {Certificate!.Certificate.Subject}",
        UserTokenType.IssuedToken => "an issued token",
        _ => "anonymous",
    };
}
