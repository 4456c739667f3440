using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.SecureChannel;

/// <summary>The policies this stack speaks. A policy that is not in the table is refused, the deprecated ones among them.</summary>
static class SecurityPolicies
{
    static readonly ISecurityPolicy[] Known = [NoSecurity.Instance];

    public static ISecurityPolicy Find(string? uri)
    {
        foreach (var policy in Known)
        {
            if (string.Equals(policy.Uri, uri, StringComparison.Ordinal)) return policy;
        }

        TransportFault.PolicyRejected(uri);
        return null;
    }

    public static bool IsKnown(string? uri) => Array.Exists(Known, policy => string.Equals(policy.Uri, uri, StringComparison.Ordinal));
}
