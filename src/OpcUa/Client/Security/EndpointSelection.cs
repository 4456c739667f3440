using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>Which of a server's endpoints a connection goes to, and whether the server stands by what discovery said.</summary>
static class EndpointSelection
{
    const string TransportProfile = "http://opcfoundation.org/UA-Profile/Transport/uatcp-uasc-uabinary";

    /// <summary>The endpoint that the settings ask for. Nothing weaker is taken in its place.</summary>
    /// <exception cref="OpcUaException">The server has none; the message says what it has.</exception>
    public static ServerEndpoint Choose(ConnectionOptions options, IReadOnlyList<EndpointDescription> discovered)
    {
        var (choice, mode) = (options.Security.Policy, WireMode(options.Security.Mode));
        var found = discovered
            .Where(IsBinary)
            .Where(endpoint => endpoint.SecurityMode == mode)
            .Select(endpoint => (Endpoint: endpoint, Policy: SecurityPolicies.FindSecured(endpoint.SecurityPolicyUri)))
            .Where(candidate => candidate.Policy is not null && (choice is SecurityPolicyChoice.Best || candidate.Policy.Choice == choice))
            // The server's ranking first; where it makes no difference, ours: the enumeration goes from the oldest to the newest.
            .OrderByDescending(candidate => candidate.Endpoint.SecurityLevel)
            .ThenByDescending(candidate => candidate.Policy!.Choice)
            .FirstOrDefault();
        return found.Policy is null
            ? throw NotOffered(options, discovered)
            : new ServerEndpoint(found.Policy, mode, found.Endpoint, discovered);
    }

    /// <summary>
    /// Holds what the authenticated server says of its endpoints against what discovery said over an open line
    /// (OPC 10000-4, 5.7.2.2): somebody between may have taken the better ones out. Urls are not compared, since servers with
    /// several names answer with the one they were asked by, and certificates neither, since the chosen one has proved itself.
    /// </summary>
    /// <exception cref="OpcUaException">The lists differ.</exception>
    public static void Compare(ConnectionOptions options, ServerEndpoint endpoint, IReadOnlyList<EndpointDescription> authenticated)
    {
        var said = Facts(endpoint.Discovered);
        var meant = Facts(authenticated);
        if (said.SetEquals(meant)) return;
        throw new OpcUaException(
            StatusCodes.BadSecurityChecksFailed,
            $"{options.EndpointUrl} does not stand by the endpoints that discovery gave: somebody on the way may have changed the list to weaken the connection. "
            + $"Only in the discovered list: {Difference(said, meant)}. Only in the server's own: {Difference(meant, said)}. Find out who answers discovery before you connect.");
    }

    public static MessageSecurityMode WireMode(SecurityMode mode) => mode switch
    {
        SecurityMode.Sign => MessageSecurityMode.Sign,
        SecurityMode.SignAndEncrypt => MessageSecurityMode.SignAndEncrypt,
        _ => MessageSecurityMode.None,
    };

    static bool IsBinary(EndpointDescription endpoint) =>
        string.IsNullOrEmpty(endpoint.TransportProfileUri) || endpoint.TransportProfileUri == TransportProfile;

    static HashSet<string> Facts(IReadOnlyList<EndpointDescription> endpoints) =>
        [.. endpoints.Where(IsBinary).Select(endpoint =>
            $"{Short(endpoint.SecurityPolicyUri)}/{endpoint.SecurityMode} level {endpoint.SecurityLevel} of {endpoint.Server.ApplicationUri} for "
            + string.Join(", ", endpoint.UserIdentityTokens.Select(Fact).Order(StringComparer.Ordinal)))];

    static string Fact(UserTokenPolicy policy) =>
        $"{policy.TokenType} {policy.PolicyId} {policy.IssuedTokenType} {policy.IssuerEndpointUrl} {Short(policy.SecurityPolicyUri)}".TrimEnd();

    static string Difference(HashSet<string> of, HashSet<string> without)
    {
        var rest = of.Except(without).Order(StringComparer.Ordinal).Take(3).ToList();
        return rest.Count == 0 ? "nothing" : string.Join("; ", rest);
    }

    static OpcUaException NotOffered(ConnectionOptions options, IReadOnlyList<EndpointDescription> discovered)
    {
        var offered = discovered.Where(IsBinary)
            .Select(endpoint => SecurityPolicies.WhyDeprecated(endpoint.SecurityPolicyUri) is null
                ? $"{Short(endpoint.SecurityPolicyUri)}/{endpoint.SecurityMode}"
                : $"{Short(endpoint.SecurityPolicyUri)}/{endpoint.SecurityMode} (deprecated, refused here)")
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return new OpcUaException(
            StatusCodes.BadSecurityPolicyRejected,
            $"{options.EndpointUrl} has no endpoint with policy {options.Security.Policy} and mode {options.Security.Mode}. It offers "
            + $"{(offered.Count == 0 ? "none at all" : string.Join(", ", offered))}: choose one of these, or enable a current policy at the server.");
    }

    static string Short(string? policyUri) => policyUri is null ? "" : policyUri[(policyUri.LastIndexOf('#') + 1)..];
}
