using Jinan.IndustryBrain.Collector.Security;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.ServiceDefaults.Options;

namespace Jinan.IndustryBrain.Collector.Connecting;

/// <summary>Asks a server how it may be reached, and lets a factory trust it. Neither needs a session.</summary>
internal sealed class ServerDiscovery(EdgeOptions edge, ConnectingLimits limits, TimeProvider time, ILogger<ServerDiscovery> logger)
{
    /// <exception cref="ConnectingException">The server does not answer as one; the message says what to do.</exception>
    public async Task<DiscoveryAnswer> DiscoverAsync(string url, string factory, CancellationToken cancellationToken)
    {
        var endpoints = await AskAsync(url, cancellationToken);
        var offered = endpoints.Where(endpoint => endpoint.TransportProfileUri is null or "" || endpoint.TransportProfileUri.Contains("uatcp", StringComparison.Ordinal))
            .Select(endpoint => (Endpoint: endpoint, Policy: NameOf(endpoint.SecurityPolicyUri), Mode: endpoint.SecurityMode.ToString()))
            .OrderByDescending(offer => IsSupported(offer.Policy)).ThenByDescending(offer => offer.Endpoint.SecurityMode != MessageSecurityMode.None)
            .ThenByDescending(offer => offer.Endpoint.SecurityLevel).ThenByDescending(offer => offer.Endpoint.SecurityMode)
            .ThenByDescending(offer => SecurityWords.Policies.TakeWhile(word => word != offer.Policy).Count())
            .ToArray();
        using var certificates = new FactoryCertificates(factory, edge.StateOf("pki", factory), time, logger);
        var answers = offered.Select((offer, i) => new EndpointAnswer(
            offer.Endpoint.EndpointUrl ?? url, offer.Policy, offer.Mode, offer.Endpoint.SecurityLevel,
            [.. offer.Endpoint.UserIdentityTokens.Select(token => token.TokenType.ToString()).Distinct()],
            OfferedCertificates.FingerprintOf(offer.Endpoint.ServerCertificate),
            IsSupported(offer.Policy), i == 0 && IsSupported(offer.Policy))).ToArray();
        return new DiscoveryAnswer(
            url, endpoints.Select(endpoint => endpoint.Server.ApplicationName.Text).FirstOrDefault(name => name is not null) ?? "",
            endpoints.Select(endpoint => endpoint.Server.ApplicationUri).FirstOrDefault(), answers,
            OfferedCertificates.Of(endpoints, url, certificates.Store), [.. AdviceOn(url, answers)])
        {
            Own = answers.Any(answer => answer is { IsSupported: true, Mode: not "None" }) ? OwnOf(certificates) : null,
        };
    }

    /// <summary>Trusts the certificate that the server shows, if it is the one that a person has compared.</summary>
    /// <exception cref="ConnectingException">It shows another one, or the store cannot be changed.</exception>
    public async Task<OfferedCertificate> TrustAsync(string url, string factory, string fingerprint, CancellationToken cancellationToken)
    {
        var wanted = new string([.. fingerprint.Where(char.IsAsciiHexDigit)]);
        var endpoints = await AskAsync(url, cancellationToken);
        var shown = endpoints.Select(endpoint => OfferedCertificates.FingerprintOf(endpoint.ServerCertificate)).OfType<string>().Distinct().ToArray();
        if (!shown.Contains(wanted, StringComparer.OrdinalIgnoreCase))
        {
            throw new ConnectingException(
                StatusCodes.Status409Conflict,
                ConnectingSentences.OtherCertificate.Of(url, fingerprint, shown.Length == 0 ? "–" : string.Join(", ", shown)));
        }

        using var certificates = new FactoryCertificates(factory, edge.StateOf("pki", factory), time, logger);
        // Being looked at puts the certificate among the refused ones, from which it is taken by its fingerprint.
        if (OfferedCertificates.Of(endpoints, url, certificates.Store).Single(offered => IsSame(offered, wanted)) is { IsTrusted: true } known)
            return known;
        var result = certificates.Store.Trust(wanted);
        if (!result.Succeeded)
            throw new ConnectingException(StatusCodes.Status409Conflict, ConnectingSentences.NotTrusted.Of(wanted, result.Message));
        Log.ServerTrusted(logger, factory, url, wanted);
        return OfferedCertificates.Of(endpoints, url, certificates.Store).Single(offered => IsSame(offered, wanted));
    }

    private static OwnCertificateAnswer OwnOf(FactoryCertificates certificates)
    {
        var own = certificates.Own();
        var stored = certificates.Store.Certificates().FirstOrDefault(certificate => certificate.Folder == CertificateFolder.Own && certificate.Fingerprint == own.Fingerprint);
        return new OwnCertificateAnswer(own.Fingerprint, own.ApplicationUri, stored?.File);
    }

    private static bool IsSame(OfferedCertificate offered, string fingerprint) =>
        offered.Fingerprint.Equals(fingerprint, StringComparison.OrdinalIgnoreCase);

    private async Task<IReadOnlyList<EndpointDescription>> AskAsync(string url, CancellationToken cancellationToken)
    {
        try
        {
            return await Discovery.GetEndpointsAsync(
                new ConnectionOptions { EndpointUrl = url, ConnectTimeout = limits.Patience, RequestTimeout = limits.Patience }, time, cancellationToken);
        }
        catch (Exception fault) when (ConnectingException.IsOfServer(fault))
        {
            throw ConnectingException.Of($"{url}: {fault.Message}", fault);
        }
    }

    private static IEnumerable<string> AdviceOn(string url, EndpointAnswer[] endpoints)
    {
        var secured = endpoints.Where(endpoint => endpoint.Mode != nameof(MessageSecurityMode.None)).ToArray();
        if (secured.Length == 0)
            yield return "onlyUnsecured";
        else if (!secured.Any(endpoint => endpoint.IsSupported))
            yield return "onlyDeprecated";
        if (endpoints.Length > 0 && endpoints.All(endpoint => HostOf(endpoint.Url) != HostOf(url)))
            yield return "otherName";
    }

    private static string? HostOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.Host.ToLowerInvariant() : null;

    private static string NameOf(string? policyUri) => policyUri is null ? "" : policyUri[(policyUri.LastIndexOf('#') + 1)..];

    private static bool IsSupported(string policy) => policy != "Best" && SecurityWords.Policies.Contains(policy);
}
