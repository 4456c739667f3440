using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.Cli.Output;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Cli.OpcUa;

/// <summary><c>brain opcua discover</c>: which servers are there, how they may be reached, and with which certificate.</summary>
internal static class DiscoverCommand
{
    private const string PolicyPrefix = "http://opcfoundation.org/UA/SecurityPolicy#";

    public static Command Create()
    {
        var url = ServerArguments.Url();
        var command = new Command("discover", "Shows a server's endpoints: policies, modes, users and certificate. It needs no trust and no session.") { url };
        var access = ServerArguments.AddTo(command);
        command.SetAction((parsed, cancellation) => ServerFailures.ReportedAsync(async () =>
        {
            // Asking is done without security and without a user, as OPC 10000-4, 5.5.1 wants it possible at every server.
            var target = access.Read(parsed, parsed.GetValue(url)!);
            var options = new ServerAccess(target.Url) { Timeout = target.Timeout }.ToOptions();
            var (servers, endpoints) = await AskAsync(options, cancellation);
            if (parsed.GetValue(CommonOptions.Json))
                WriteJson(servers, endpoints);
            else
                Write(target.Url, servers, endpoints);
            return 0;
        }));
        return command;
    }

    private static async Task<(IReadOnlyList<ApplicationDescription> Servers, IReadOnlyList<EndpointDescription> Endpoints)> AskAsync(
        ConnectionOptions options, CancellationToken cancellation)
    {
        try
        {
            return (
                await Discovery.FindServersAsync(options, cancellationToken: cancellation),
                await Discovery.GetEndpointsAsync(options, cancellationToken: cancellation));
        }
        catch (Exception e) when (FailureAdvice.For(e) is not null)
        {
            throw new CommandException(ServerFailures.Line($"{options.EndpointUrl}: {e.Message}", e));
        }
    }

    private static void Write(string url, IReadOnlyList<ApplicationDescription> servers, IReadOnlyList<EndpointDescription> endpoints)
    {
        foreach (var server in servers)
            Console.WriteLine($"{server.ApplicationName.Text} ({server.ApplicationUri}), {server.ApplicationType}: {string.Join(", ", server.DiscoveryUrls)}");
        Terminal.WriteTable(
            ["policy", "mode", "level", "users", "address"],
            [
                .. endpoints.OrderByDescending(endpoint => endpoint.SecurityLevel).Select(endpoint => (IReadOnlyList<string>)
                [
                    Policy(endpoint.SecurityPolicyUri), endpoint.SecurityMode.ToString(),
                    endpoint.SecurityLevel.ToString(CultureInfo.InvariantCulture), string.Join(", ", Users(endpoint)), endpoint.EndpointUrl ?? "",
                ]),
            ]);
        foreach (var certificate in Certificates(endpoints))
        {
            Console.WriteLine($"certificate {certificate.Subject}, valid {certificate.From:yyyy-MM-dd} to {certificate.Until:yyyy-MM-dd}");
            Console.WriteLine($"  fingerprint (SHA-256) {certificate.Fingerprint}");
            if (certificate.Names.Count > 0)
                Console.WriteLine($"  made for {string.Join(", ", certificate.Names)}");
        }

        var host = new Uri(url).Host;
        var others = endpoints.Select(endpoint => endpoint.EndpointUrl).Where(address => address is not null && !address.Contains(host, StringComparison.OrdinalIgnoreCase)).Distinct().ToList();
        if (others.Count > 0)
            Console.WriteLine($"The server calls itself by another name ({string.Join(", ", others)}): {url} is used as given.");
    }

    private static void WriteJson(IReadOnlyList<ApplicationDescription> servers, IReadOnlyList<EndpointDescription> endpoints) => JsonLines.Write(new
    {
        servers = servers.Select(server => new
        {
            uri = server.ApplicationUri, name = server.ApplicationName.Text, product = server.ProductUri, type = server.ApplicationType, urls = server.DiscoveryUrls,
        }),
        endpoints = endpoints.Select(endpoint => new
        {
            url = endpoint.EndpointUrl,
            policy = Policy(endpoint.SecurityPolicyUri),
            mode = endpoint.SecurityMode,
            level = endpoint.SecurityLevel,
            users = endpoint.UserIdentityTokens.Select(token => new { kind = token.TokenType, policyId = token.PolicyId, policy = Policy(token.SecurityPolicyUri), issuer = token.IssuedTokenType }),
            fingerprint = endpoint.ServerCertificate is { Length: > 0 } der ? Fingerprint(der) : null,
        }),
        certificates = Certificates(endpoints),
    });

    private static string Policy(string? uri) =>
        uri is null ? "" : uri.StartsWith(PolicyPrefix, StringComparison.Ordinal) ? uri[PolicyPrefix.Length..] : uri;

    private static IEnumerable<string> Users(EndpointDescription endpoint) => endpoint.UserIdentityTokens.Select(token =>
        token.SecurityPolicyUri is { Length: > 0 } policy ? $"{token.TokenType} ({Policy(policy)})" : token.TokenType.ToString()).Distinct();

    private static string Fingerprint(byte[] chain) => Leaf(chain) is { } leaf
        ? Convert.ToHexStringLower(SHA256.HashData(leaf.RawData))
        : Convert.ToHexStringLower(SHA256.HashData(chain));

    private static IReadOnlyList<ShownCertificate> Certificates(IReadOnlyList<EndpointDescription> endpoints) =>
    [
        .. endpoints.Select(endpoint => endpoint.ServerCertificate).OfType<byte[]>().Where(chain => chain.Length > 0)
            .DistinctBy(Convert.ToHexString).Select(Shown),
    ];

    private static ShownCertificate Shown(byte[] chain)
    {
        using var leaf = Leaf(chain);
        return leaf is null
            ? new ShownCertificate("that cannot be read", Fingerprint(chain), default, default, [])
            : new ShownCertificate(leaf.Subject, Fingerprint(chain), leaf.NotBefore.ToUniversalTime(), leaf.NotAfter.ToUniversalTime(), Names(leaf));
    }

    private static IReadOnlyList<string> Names(X509Certificate2 certificate) =>
    [
        .. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString()))),
    ];

    // The field holds the leaf and may hold its issuers behind it (OPC 10000-6, 6.2.6): only the first is taken.
    private static X509Certificate2? Leaf(byte[] chain)
    {
        try
        {
            var length = new System.Formats.Asn1.AsnReader(chain, System.Formats.Asn1.AsnEncodingRules.DER).PeekEncodedValue().Length;
            return X509CertificateLoader.LoadCertificate(chain.AsSpan(0, length));
        }
        catch (Exception e) when (e is CryptographicException or System.Formats.Asn1.AsnContentException)
        {
            return null;
        }
    }

    private sealed record ShownCertificate(string Subject, string Fingerprint, DateTime From, DateTime Until, IReadOnlyList<string> Names);
}
