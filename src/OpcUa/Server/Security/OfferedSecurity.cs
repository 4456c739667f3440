using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>A security policy and mode that a server offers an endpoint with.</summary>
/// <param name="Policy">Any but Best, which is a client's wish.</param>
/// <param name="Mode">None goes with policy None, and with no other.</param>
public sealed record OfferedSecurity(SecurityPolicyChoice Policy, SecurityMode Mode)
{
    /// <summary>Neither signatures nor encryption.</summary>
    public static OfferedSecurity None { get; } = new(SecurityPolicyChoice.None, SecurityMode.None);

    /// <summary>The three current policies, each signed and encrypted: what a server in a factory should offer.</summary>
    public static IReadOnlyList<OfferedSecurity> Encrypted { get; } =
    [
        new(SecurityPolicyChoice.Aes256Sha256RsaPss, SecurityMode.SignAndEncrypt),
        new(SecurityPolicyChoice.Aes128Sha256RsaOaep, SecurityMode.SignAndEncrypt),
        new(SecurityPolicyChoice.Basic256Sha256, SecurityMode.SignAndEncrypt),
    ];

    internal RsaPolicy? Secured => SecurityPolicies.For(Policy) as RsaPolicy;

    internal string PolicyUri => SecurityPolicies.For(Policy).Uri;

    internal MessageSecurityMode WireMode => Mode switch
    {
        SecurityMode.Sign => MessageSecurityMode.Sign,
        SecurityMode.SignAndEncrypt => MessageSecurityMode.SignAndEncrypt,
        _ => MessageSecurityMode.None,
    };

    /// <summary>0 without security; what encrypts is above what signs, and a newer policy above an older (OPC 10000-4, 7.14).</summary>
    internal byte Level => Mode is SecurityMode.None ? (byte)0 : (byte)(((int)Mode * 10) + (int)Policy);

    internal bool IsPossible => Policy is not SecurityPolicyChoice.Best
        && Enum.IsDefined(Policy) && Enum.IsDefined(Mode)
        && (Policy is SecurityPolicyChoice.None) == (Mode is SecurityMode.None);
}
