using System.Net;
using System.Text.Json.Serialization;
using MimeKit;

namespace Jinan.IndustryBrain.EdgeConsole.Notifications;

/// <summary>Whom to tell of warnings. Kept in a private file; secrets go in, and never out to a page again.</summary>
internal sealed record NotificationSettings
{
    public EmailSettings? Email { get; init; }
    public WebhookSettings? Webhook { get; init; }
}

/// <summary>How the connection to a mail server is secured.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MailSecurity>))]
internal enum MailSecurity
{
    /// <summary>TLS from the first byte, usually port 465.</summary>
    [JsonStringEnumMemberName("tls")] Tls,

    /// <summary>STARTTLS, usually port 587; without it nothing is sent.</summary>
    [JsonStringEnumMemberName("starttls")] StartTls,

    /// <summary>Plain: within the factory's own network alone, and without a password unless it is this machine.</summary>
    [JsonStringEnumMemberName("none")] None,
}

internal sealed record EmailSettings
{
    public bool IsOn { get; init; } = true;
    public string Host { get; init; } = "";
    public int Port { get; init; } = 587;
    public MailSecurity Security { get; init; } = MailSecurity.StartTls;
    public string? User { get; init; }
    public string? Password { get; init; }
    public string From { get; init; } = "";
    public IReadOnlyList<string> To { get; init; } = [];

    public IEnumerable<SettingsFault> FindFaults()
    {
        if (Uri.CheckHostName(Host) == UriHostNameType.Unknown)
            yield return SettingsFault.Host;
        if (Port is < 1 or > 65535)
            yield return SettingsFault.Port;
        if (!MailboxAddress.TryParse(From, out _))
            yield return SettingsFault.From;
        if (To.Count is 0 or > 50 || !To.All(to => MailboxAddress.TryParse(to, out _)))
            yield return SettingsFault.To;
        if (string.IsNullOrEmpty(User) != string.IsNullOrEmpty(Password))
            yield return SettingsFault.UserAndPassword;
        if (Security == MailSecurity.None && !string.IsNullOrEmpty(Password) && !Places.IsThisMachine(Host))
            yield return SettingsFault.PasswordInTheOpen;
    }
}

internal sealed record WebhookSettings
{
    public const int ShortestSecret = 16;

    public bool IsOn { get; init; } = true;
    public string Url { get; init; } = "";
    public string Secret { get; init; } = "";

    public IEnumerable<SettingsFault> FindFaults()
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")
            || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
            yield return SettingsFault.Url;
        else if (url.Scheme == "http" && !Places.IsOwnNetwork(url.Host))
            yield return SettingsFault.UrlInTheOpen;
        if (Secret.Length < ShortestSecret)
            yield return SettingsFault.Secret;
    }
}

/// <summary>What is wrong with settings.</summary>
internal enum SettingsFault
{
    Host,
    Port,
    From,
    To,
    UserAndPassword,
    PasswordInTheOpen,
    Url,

    /// <summary>Plain http beyond the factory's own network.</summary>
    UrlInTheOpen,
    Secret,
}

/// <summary>Where an address lies.</summary>
internal static class Places
{
    public static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>This machine, or an address of a private network (RFC 1918, RFC 4193).</summary>
    public static bool IsOwnNetwork(string host)
    {
        if (IsThisMachine(host))
            return true;
        if (!IPAddress.TryParse(host.Trim('[', ']'), out var address))
            return false;
        var bytes = address.GetAddressBytes();
        return bytes.Length == 4
            ? bytes[0] == 10 || (bytes[0] == 172 && bytes[1] is >= 16 and <= 31) || (bytes[0] == 192 && bytes[1] == 168)
            : address.IsIPv6UniqueLocal;
    }
}
