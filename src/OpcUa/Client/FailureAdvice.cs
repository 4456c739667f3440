using System.Collections.Frozen;
using System.Net.Sockets;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>What a person can do about a failure, and where it is explained.</summary>
/// <param name="Sentence">One sentence that says what to do.</param>
/// <param name="Anchor">Section of the guide: the lower-cased name of the status, or <c>unreachable</c>.</param>
public sealed record FailureAdvice(string Sentence, string Anchor)
{
    /// <summary>The guide, relative to the root of the repository and of a release.</summary>
    public const string Guide = "docs/connect-a-plc.md";

    const string Unreachable = "unreachable";

    static readonly FrozenDictionary<StatusCode, FailureAdvice> Known = new Dictionary<StatusCode, string>
    {
        [StatusCodes.BadSecurityChecksFailed] = "the server refused the secured channel without telling why, most often because it does not trust our certificate: trust it at the server and try again",
        [StatusCodes.BadCertificateUntrusted] = "the certificate is not trusted: compare its fingerprint and trust it with 'brain opcua trust add <fingerprint>', or ours at the server",
        [StatusCodes.BadCertificateHostNameInvalid] = "the server's certificate is made for another host name: use that name in the address, or give the server a certificate for this one",
        [StatusCodes.BadCertificateUriInvalid] = "the certificate's application uri is not the one that the application tells: make the certificate anew, with the right uri",
        [StatusCodes.BadCertificateTimeInvalid] = "the certificate is expired or not yet valid: check both clocks, then renew the certificate",
        [StatusCodes.BadCertificateInvalid] = "the certificate cannot be used: make it anew, with an RSA key of at least 2048 bits and SHA-256",
        [StatusCodes.BadCertificateRevoked] = "the certificate was revoked by its issuer: install a new one",
        [StatusCodes.BadCertificateRevocationUnknown] = "there is no revocation list of the certificate's issuer: put it into the store, folder issuers/crl",
        [StatusCodes.BadCertificateChainIncomplete] = "an issuer of the certificate is missing: put its certificate into the store, folder issuers/certs",
        [StatusCodes.BadSecurityPolicyRejected] = "the server does not offer this security policy: 'brain opcua discover' shows those that it does",
        [StatusCodes.BadSecurityModeRejected] = "the server does not offer this security mode: 'brain opcua discover' shows those that it does",
        [StatusCodes.BadSecurityModeInsufficient] = "this is not allowed over a channel that is not secured: use a security policy",
        [StatusCodes.BadIdentityTokenRejected] = "the server does not take this user: check name and password, or how the server lets users in ('brain opcua discover')",
        [StatusCodes.BadIdentityTokenInvalid] = "the server cannot use this kind of user: 'brain opcua discover' shows the kinds that it takes",
        [StatusCodes.BadUserAccessDenied] = "the user may not do this: log in as another one, or give the user the right at the server",
        [StatusCodes.BadServerTooBusy] = "the server takes no further attempts for now, most often after several wrong users or passwords: correct them, and try again in a minute",
        [StatusCodes.BadTooManySessions] = "all sessions of the server are taken, PLCs have about ten: close other clients, or wait until the server drops dead sessions",
        [StatusCodes.BadTooManySubscriptions] = "the server gives no further subscription: use fewer connections to it, or raise its limit",
        [StatusCodes.BadTooManyMonitoredItems] = "the server watches no further items: watch fewer, or sample them slower; PLCs have limits for both together",
        [StatusCodes.BadTooManyOperations] = "the server takes fewer operations in a request than it was sent: ask for fewer at a time",
        [StatusCodes.BadNodeIdUnknown] = "the server has no such node: find it with 'brain opcua browse', and write its namespace by uri (nsu=...)",
        [StatusCodes.BadNodeIdInvalid] = "this is no id of a node of this server: find it with 'brain opcua browse'",
        [StatusCodes.BadAttributeIdInvalid] = "the node has no value: it is an object or a method; 'brain opcua browse' shows the variables below it",
        [StatusCodes.BadNotReadable] = "the variable cannot be read by this user: allow it at the server",
        [StatusCodes.BadNotWritable] = "the variable cannot be written: allow it at the server, for this user",
        [StatusCodes.BadTypeMismatch] = "the value is of another type than the variable: 'brain opcua read' shows the type",
        [StatusCodes.BadOutOfRange] = "the value is outside of what the variable takes",
        [StatusCodes.BadMonitoredItemFilterUnsupported] = "the server has no filters of this kind: leave the deadband or trigger out",
        [StatusCodes.BadFilterNotAllowed] = "the variable takes no filter: leave the deadband or trigger out",
        [StatusCodes.BadDeadbandFilterInvalid] = "the variable takes no such deadband: percent needs a variable with EURange",
        [StatusCodes.BadHistoryOperationUnsupported] = "the server keeps no history of this variable: leave history out, or enable it at the server",
        [StatusCodes.BadServiceUnsupported] = "the server does not have this service",
        [StatusCodes.BadTcpEndpointUrlInvalid] = "the server has no endpoint at this path: 'brain opcua discover' shows its addresses",
        [StatusCodes.BadResponseTooLarge] = "the answer is larger than the server can send: ask for less at once",
        [StatusCodes.BadTcpMessageTooLarge] = "a message is larger than the other side takes: ask for less at once",
        [StatusCodes.BadLicenseExpired] = "the server's license ended: renew it at the server",
        [StatusCodes.BadLicenseLimitsExceeded] = "the server's license covers no more: watch fewer items, or extend it",
    }.ToFrozenDictionary(pair => pair.Key, pair => new FailureAdvice(pair.Value, AnchorOf(pair.Key)));

    static readonly FailureAdvice NobodyAnswers = new(
        "nobody answers there as an OPC UA server: check address, port, firewall and whether the server is switched on", Unreachable);

    /// <summary>Where the guide explains it, such as <c>docs/connect-a-plc.md#unreachable</c>.</summary>
    public string Reference => $"{Guide}#{Anchor}";

    /// <summary>Sections that the guide has to have.</summary>
    public static IEnumerable<string> Anchors => Known.Values.Select(advice => advice.Anchor).Append(Unreachable).Order(StringComparer.Ordinal);

    /// <summary>The advice on a status; null where there is none beyond its name.</summary>
    public static FailureAdvice? For(StatusCode status)
    {
        var code = status.WithoutInfoBits;
        if (Known.TryGetValue(code, out var advice)) return advice;
        return IsUnreachable(code) ? NobodyAnswers : null;
    }

    /// <summary>The advice on what a call of this client threw; null where there is none.</summary>
    public static FailureAdvice? For(Exception exception) => exception switch
    {
        OpcUaException fault => For(fault.StatusCode),
        TimeoutException or SocketException => NobodyAnswers,
        IOException { InnerException: SocketException } => NobodyAnswers,
        _ => null,
    };

    static bool IsUnreachable(StatusCode code) =>
        code == StatusCodes.BadConnectionRejected
        || code == StatusCodes.BadConnectionClosed
        || code == StatusCodes.BadNotConnected
        || code == StatusCodes.BadTimeout
        || code == StatusCodes.BadCommunicationError
        || code == StatusCodes.BadTcpServerTooBusy
        || code == StatusCodes.BadTcpMessageTypeInvalid;

    static string AnchorOf(StatusCode status) => status.ToString().ToLowerInvariant();
}
