using System.Diagnostics.CodeAnalysis;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.OpcUa.SecureChannel;

namespace Jinan.IndustryBrain.FactoryFile;

/// <summary>The words for security in files and on command lines, and what each stands for.</summary>
public static class SecurityWords
{
    private static readonly Dictionary<string, SecurityPolicyChoice> PolicyWords = new(StringComparer.Ordinal)
    {
        ["None"] = SecurityPolicyChoice.None,
        ["Basic256Sha256"] = SecurityPolicyChoice.Basic256Sha256,
        ["Aes128_Sha256_RsaOaep"] = SecurityPolicyChoice.Aes128Sha256RsaOaep,
        ["Aes256_Sha256_RsaPss"] = SecurityPolicyChoice.Aes256Sha256RsaPss,
        ["Best"] = SecurityPolicyChoice.Best,
    };

    // Withdrawn by the OPC Foundation because SHA-1 and RSA with PKCS #1 v1.5 padding can be broken (OPC 10000-7).
    private static readonly string[] Deprecated = ["Basic128Rsa15", "Basic256"];

    /// <summary>The policies that may be asked for.</summary>
    public static IReadOnlyCollection<string> Policies => PolicyWords.Keys;

    /// <summary>The modes that may be asked for.</summary>
    public static IReadOnlyCollection<string> Modes { get; } = Enum.GetNames<SecurityMode>();

    /// <summary>The word for a policy.</summary>
    public static string Of(SecurityPolicyChoice policy) => PolicyWords.First(pair => pair.Value == policy).Key;

    /// <summary>Reads a policy and a mode that belong together; each may be left out.</summary>
    /// <param name="policyWord">Null: None, or Best where a mode asks for more.</param>
    /// <param name="modeWord">Null: the safest of the policy.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="mode">The mode.</param>
    /// <param name="policyFault">What is wrong with the policy; null where nothing is.</param>
    /// <param name="modeFault">What is wrong with the mode; null where nothing is.</param>
    /// <returns>True where nothing is wrong.</returns>
    public static bool TryRead(
        string? policyWord, string? modeWord, out SecurityPolicyChoice policy, out SecurityMode mode, out Sentence? policyFault, out Sentence? modeFault)
    {
        modeFault = null;
        mode = default;
        if (modeWord is not null && !Modes.Contains(modeWord))
            modeFault = FactoryFileSentences.BadMode.Of(modeWord, string.Join(", ", Modes));
        else if (modeWord is not null)
            mode = Enum.Parse<SecurityMode>(modeWord);

        if (!TryReadPolicy(policyWord ?? (mode == SecurityMode.None ? "None" : "Best"), out policy, out policyFault) || modeFault is not null)
            return false;
        if (modeWord is null)
            mode = policy == SecurityPolicyChoice.None ? SecurityMode.None : SecurityMode.SignAndEncrypt;
        if (policy == SecurityPolicyChoice.None != (mode == SecurityMode.None))
        {
            modeFault = policy == SecurityPolicyChoice.None
                ? FactoryFileSentences.ModeNeedsPolicy.Of(mode, string.Join(", ", Policies.Except(["None", "Best"])))
                : FactoryFileSentences.NoneWithPolicy.Of(policyWord);
        }

        return modeFault is null;
    }

    private static bool TryReadPolicy(string word, out SecurityPolicyChoice policy, [NotNullWhen(false)] out Sentence? fault)
    {
        fault = null;
        if (PolicyWords.TryGetValue(word, out policy))
            return true;
        fault = Deprecated.Contains(word)
            ? FactoryFileSentences.DeprecatedPolicy.Of(word)
            : FactoryFileSentences.BadPolicy.Of(word, string.Join(", ", Policies));
        return false;
    }
}
