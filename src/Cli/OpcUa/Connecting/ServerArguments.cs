using System.CommandLine;
using Jinan.IndustryBrain.Cli.Query;
using Jinan.IndustryBrain.FactoryFile;

namespace Jinan.IndustryBrain.Cli.OpcUa.Connecting;

/// <summary>Options that every command has that goes to a server.</summary>
internal sealed class ServerArguments
{
    public static Argument<string> Url() => new("url") { Description = "Where the server listens: opc.tcp://host:port/path" };

    private readonly Option<string?> _security = new("--security")
    {
        Description = $"Security policy: {string.Join(", ", SecurityWords.Policies)} (default None)",
        HelpName = "policy",
    };

    private readonly Option<string?> _mode = new("--mode")
    {
        Description = $"Security mode: {string.Join(", ", SecurityWords.Modes)} (default: the safest of the policy)",
        HelpName = "mode",
    };

    private readonly Option<string?> _user = new("--user") { Description = "User name; the password is asked for", HelpName = "name" };
    private readonly Option<string?> _passwordFile = new("--password-file") { Description = "File with the password on its first line", HelpName = "file" };
    private readonly Option<string?> _certificate = new("--certificate") { Description = "The user's certificate (PEM)", HelpName = "file" };
    private readonly Option<string?> _key = new("--key") { Description = "Private key of --certificate (PEM)", HelpName = "file" };
    private readonly Option<string?> _tokenFile = new("--token-file") { Description = "File with the user's token (JWT)", HelpName = "file" };
    private readonly Option<string?> _timeout = new("--timeout") { Description = "Longest wait for the server (default 10s)", HelpName = "duration" };

    /// <summary>Adds the options to a command.</summary>
    public static ServerArguments AddTo(Command command)
    {
        var arguments = new ServerArguments();
        foreach (var option in new Option[]
        {
            arguments._security, arguments._mode, arguments._user, arguments._passwordFile, arguments._certificate, arguments._key,
            arguments._tokenFile, arguments._timeout, StoreOption.Store,
        })
            command.Options.Add(option);
        return arguments;
    }

    /// <exception cref="CommandException">Something does not fit; the message says what would.</exception>
    public ServerAccess Read(ParseResult parsed, string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address is not { Scheme: "opc.tcp", Host.Length: > 0 })
            throw new CommandException($"'{url}' is no OPC UA address: write opc.tcp://host:port, for example opc.tcp://192.168.0.10:4840.");
        if (!SecurityWords.TryRead(
            parsed.GetValue(_security), parsed.GetValue(_mode), out var policy, out var mode, out var policyFault, out var modeFault))
            throw new CommandException(policyFault is not null ? $"--security: {policyFault}" : $"--mode: {modeFault}");
        var timeout = TimeSpan.FromSeconds(10);
        if (parsed.GetValue(_timeout) is { } text)
            timeout = Duration.Parse(text) is { } span && span >= TimeSpan.FromMilliseconds(100)
                ? span
                : throw new CommandException($"--timeout: '{text}' is no duration from 100ms on: use one such as 500ms, 10s, 1m.");
        var (user, typed) = ReadUser(parsed);
        return new ServerAccess(url)
        {
            Policy = policy,
            Mode = mode,
            User = user,
            TypedPassword = typed,
            Timeout = timeout,
            Store = parsed.GetValue(StoreOption.Store),
        };
    }

    private (UserSettings User, string? TypedPassword) ReadUser(ParseResult parsed)
    {
        var (name, certificate, token) = (parsed.GetValue(_user), parsed.GetValue(_certificate), parsed.GetValue(_tokenFile));
        if (new[] { name, certificate, token }.Count(given => given is not null) > 1)
            throw new CommandException("--user, --certificate and --token-file are different kinds of users: give one of them.");
        if (name is null && parsed.GetValue(_passwordFile) is not null)
            throw new CommandException("--password-file needs --user.");
        if (certificate is null != parsed.GetValue(_key) is null)
            throw new CommandException("--certificate and --key belong together: give both.");
        if (name is not null)
        {
            return parsed.GetValue(_passwordFile) is { } file
                ? (new PasswordUser(name, file), null)
                : (new PasswordUser(name, ""), SecretFile.Ask($"Password of {name}: "));
        }

        if (certificate is not null)
            return (new CertificateUser(certificate, parsed.GetValue(_key)!), null);
        return token is not null ? (new TokenUser(token), null) : (new AnonymousUser(), null);
    }
}
