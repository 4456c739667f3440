using Jinan.IndustryBrain.OpcUa.SecureChannel;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests;

/// <summary>Who signs in.</summary>
public enum User
{
    Anonymous,
    Password,
    Certificate,
}

/// <summary>The security that is tried.</summary>
internal static class Security
{
    public static IReadOnlyList<(SecurityPolicyChoice Policy, SecurityMode Mode)> All { get; } =
    [
        (SecurityPolicyChoice.None, SecurityMode.None),
        (SecurityPolicyChoice.Basic256Sha256, SecurityMode.Sign),
        (SecurityPolicyChoice.Basic256Sha256, SecurityMode.SignAndEncrypt),
        (SecurityPolicyChoice.Aes128Sha256RsaOaep, SecurityMode.Sign),
        (SecurityPolicyChoice.Aes128Sha256RsaOaep, SecurityMode.SignAndEncrypt),
        (SecurityPolicyChoice.Aes256Sha256RsaPss, SecurityMode.Sign),
        (SecurityPolicyChoice.Aes256Sha256RsaPss, SecurityMode.SignAndEncrypt),
    ];

    public static TheoryData<SecurityPolicyChoice, SecurityMode, User> Matrix
    {
        get
        {
            var data = new TheoryData<SecurityPolicyChoice, SecurityMode, User>();
            foreach (var (policy, mode) in All)
            {
                foreach (var user in Enum.GetValues<User>())
                    data.Add(policy, mode, user);
            }

            return data;
        }
    }

    /// <summary>What node-opcua calls a policy.</summary>
    public static string NodeNameOf(SecurityPolicyChoice policy) => policy switch
    {
        SecurityPolicyChoice.Aes128Sha256RsaOaep => "Aes128_Sha256_RsaOaep",
        SecurityPolicyChoice.Aes256Sha256RsaPss => "Aes256_Sha256_RsaPss",
        _ => policy.ToString(),
    };
}
