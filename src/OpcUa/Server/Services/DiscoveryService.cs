using System.Net;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>FindServers and GetEndpoints (OPC 10000-4, 5.5).</summary>
internal sealed class DiscoveryService(OpcUaServerOptions options, Func<IPEndPoint> listening)
{
    public const string AnonymousPolicy = "anonymous";
    public const string UserNamePolicy = "username";

    private const string TransportProfile = "http://opcfoundation.org/UA-Profile/Transport/uatcp-uasc-uabinary";

    public FindServersResponse FindServers(FindServersRequest request)
    {
        var isWanted = request.ServerUris.Length == 0 || request.ServerUris.Contains(options.ApplicationUri);
        return new FindServersResponse { Servers = isWanted ? [Describe(UrlFor(request.EndpointUrl))] : [] };
    }

    public GetEndpointsResponse GetEndpoints(GetEndpointsRequest request)
    {
        var isWanted = request.ProfileUris.Length == 0 || request.ProfileUris.Contains(TransportProfile);
        return new GetEndpointsResponse { Endpoints = isWanted ? Endpoints(request.EndpointUrl) : [] };
    }

    public EndpointDescription[] Endpoints(string? requestedUrl)
    {
        var url = UrlFor(requestedUrl);
        return
        [
            new EndpointDescription
            {
                EndpointUrl = url,
                Server = Describe(url),
                SecurityMode = MessageSecurityMode.None,
                SecurityPolicyUri = NoSecurity.PolicyUri,
                UserIdentityTokens = TokenPolicies(),
                TransportProfileUri = TransportProfile,
            },
        ];
    }

    private UserTokenPolicy[] TokenPolicies()
    {
        var policies = new List<UserTokenPolicy>();
        if (options.AllowAnonymous)
            policies.Add(new UserTokenPolicy { PolicyId = AnonymousPolicy, TokenType = UserTokenType.Anonymous });
        if (options.ValidateUser is not null)
            policies.Add(new UserTokenPolicy { PolicyId = UserNamePolicy, TokenType = UserTokenType.UserName, SecurityPolicyUri = NoSecurity.PolicyUri });
        return [.. policies];
    }

    private ApplicationDescription Describe(string url) => new()
    {
        ApplicationUri = options.ApplicationUri,
        ProductUri = options.ApplicationUri,
        ApplicationName = new LocalizedText("en", options.ApplicationName),
        ApplicationType = ApplicationType.Server,
        DiscoveryUrls = [url],
    };

    // The address that the client itself used is the one it can reach (OPC 10000-4, 5.5.4.2): a server behind a forwarded
    // port does not know it.
    private string UrlFor(string? requested)
    {
        var at = listening();
        return Uri.TryCreate(requested, UriKind.Absolute, out var uri) && uri.Scheme == "opc.tcp" && uri.Host.Length > 0
            ? $"opc.tcp://{uri.Host}:{(uri.Port > 0 ? uri.Port : at.Port)}"
            : $"opc.tcp://{at.Address}:{at.Port}";
    }
}
