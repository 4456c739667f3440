using System.Net;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>FindServers and GetEndpoints (OPC 10000-4, 5.5).</summary>
internal sealed class DiscoveryService(
    OpcUaServerOptions options, ServerSecurity security, UserAuthentication users, Func<IPEndPoint> listening)
{
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
        var certificate = security.Chain.IsEmpty ? null : security.Chain.ToArray();
        return
        [
            .. security.Offered.Select(offered => new EndpointDescription
            {
                EndpointUrl = url,
                Server = Describe(url),
                ServerCertificate = certificate,
                SecurityMode = offered.WireMode,
                SecurityPolicyUri = offered.PolicyUri,
                UserIdentityTokens = users.PoliciesFor(offered),
                TransportProfileUri = TransportProfile,
                SecurityLevel = offered.Level,
            }),
        ];
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
