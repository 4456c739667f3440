namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>Who a session acts for. The password is not shown by <see cref="ToString"/>.</summary>
public sealed class UserIdentity
{
    UserIdentity(string? userName, string? password)
    {
        UserName = userName;
        Password = password;
    }

    /// <summary>Nobody in particular.</summary>
    public static UserIdentity Anonymous { get; } = new(null, null);

    /// <summary>The user's name; null for anonymous.</summary>
    public string? UserName { get; }

    internal string? Password { get; }

    /// <summary>A user with a password.</summary>
    public static UserIdentity WithPassword(string userName, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(userName);
        ArgumentNullException.ThrowIfNull(password);
        return new UserIdentity(userName, password);
    }

    /// <inheritdoc/>
    public override string ToString() => UserName ?? "anonymous";
}
