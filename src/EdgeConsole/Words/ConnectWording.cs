using Jinan.IndustryBrain.EdgeConsole.Edge;
using Jinan.IndustryBrain.Screens.Language;
using static Jinan.IndustryBrain.EdgeConsole.Words.ConnectPhrases;

namespace Jinan.IndustryBrain.EdgeConsole.Words;

/// <summary>The collector's words about servers as phrases.</summary>
internal static class ConnectWording
{
    private static readonly string[] Deprecated = ["Basic128Rsa15", "Basic256"];

    /// <summary>What somebody chooses with an endpoint.</summary>
    public static string SecurityMeaning(this Texts t, EndpointAnswer endpoint) => t[endpoint switch
    {
        { IsSupported: false } => Deprecated.Contains(endpoint.Policy) ? MeansDeprecated : MeansUnknown,
        { Mode: "SignAndEncrypt" } => MeansEncrypt,
        { Mode: "Sign" } => MeansSign,
        _ => MeansNone,
    }];

    /// <returns>Null for a word that this version does not know.</returns>
    public static string? ServerAdvice(this Texts t, string advice) => advice switch
    {
        "onlyUnsecured" => t[AdviceOnlyUnsecured],
        "onlyDeprecated" => t[AdviceOnlyDeprecated],
        "otherName" => t[AdviceOtherName],
        _ => null,
    };

    public static string UserKind(this Texts t, string kind) => kind switch
    {
        "Anonymous" => t[Anonymous],
        "UserName" => t[NamedUser],
        "Certificate" => t[CertificateUser],
        "IssuedToken" => t[TokenUser],
        _ => kind,
    };

    /// <summary>In groups of four: two people can read it to each other.</summary>
    public static string Grouped(string fingerprint) => string.Join(' ', fingerprint.Chunk(4).Select(group => new string(group)));
}
