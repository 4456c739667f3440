using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.SecureChannel;

/// <summary>The policies this stack speaks. A policy that is not in the table is refused, the deprecated ones with the reason.</summary>
static class SecurityPolicies
{
    static readonly RsaPolicy[] Secured = [RsaPolicy.Aes256Sha256RsaPss, RsaPolicy.Aes128Sha256RsaOaep, RsaPolicy.Basic256Sha256];

    /// <summary>OPC 10000-7 withdrew these: both rest on SHA-1 signatures, and Basic128Rsa15 on an encryption padding that gives oracles.</summary>
    static readonly (string Uri, string Why)[] Deprecated =
    [
        ("http://opcfoundation.org/UA/SecurityPolicy#Basic128Rsa15", "its signatures rest on SHA-1 and its encryption on PKCS#1 v1.5, both broken"),
        ("http://opcfoundation.org/UA/SecurityPolicy#Basic256", "its signatures rest on SHA-1, which is broken"),
    ];

    public static ISecurityPolicy Find(string? uri)
    {
        if (uri == NoSecurity.PolicyUri) return NoSecurity.Instance;
        if (FindSecured(uri) is { } policy) return policy;
        if (WhyDeprecated(uri) is { } why) TransportFault.PolicyDeprecated(uri, why);
        TransportFault.PolicyUnknown(uri);
        return null;
    }

    /// <summary>The policy with keys that the uri names; null for None, and for what this stack does not speak.</summary>
    public static RsaPolicy? FindSecured(string? uri) =>
        Array.Find(Secured, policy => string.Equals(policy.Uri, uri, StringComparison.Ordinal));

    public static ISecurityPolicy For(SecurityPolicyChoice choice) =>
        (ISecurityPolicy?)Array.Find(Secured, policy => policy.Choice == choice) ?? NoSecurity.Instance;

    /// <summary>Why the policy must not be used any more; null where it may, or is not known at all.</summary>
    public static string? WhyDeprecated(string? uri)
    {
        foreach (var (deprecated, why) in Deprecated)
        {
            if (string.Equals(deprecated, uri, StringComparison.Ordinal)) return why;
        }

        return null;
    }
}
