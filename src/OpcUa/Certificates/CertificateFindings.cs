namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>
/// All that a certificate can be refused for. In those of one certificate, {0} is its subject and {1} the beginning of its
/// fingerprint.
/// </summary>
public static class CertificateFindings
{
    /// <summary>Nothing was sent.</summary>
    public static readonly CertificateFindingForm NotSent = new("notSent", "The peer sent no certificate.");

    /// <summary>{0} bytes; {1} certificates are the most.</summary>
    public static readonly CertificateFindingForm NotReadable = new("notReadable", "The peer sent {0} bytes that are no certificate, or more than {1} of them.");

    /// <summary>{2}: the version.</summary>
    public static readonly CertificateFindingForm OldVersion = new("oldVersion", Name + " is of X.509 version {2}; OPC UA asks for version 3: have it made anew.");

    /// <summary>{2}: the extension's object identifier.</summary>
    public static readonly CertificateFindingForm UnknownExtension = new("unknownExtension", Name + " has the critical extension {2}, which is not known here: have it issued without.");

    /// <summary>{2}: the issuer; {3}: the command that adds it.</summary>
    public static readonly CertificateFindingForm IssuerMissing = new(
        "issuerMissing", Name + " was issued by '{2}', whose certificate was neither sent nor is it in the store. Get it from whoever runs that authority, then: {3}.");

    /// <summary>{2}: how many issuers are the most.</summary>
    public static readonly CertificateFindingForm Endless = new("endless", "The issuers of " + It + " end at no root: they go in a circle, or there are more than {2}.");

    /// <summary>{2}: the issuer.</summary>
    public static readonly CertificateFindingForm SignatureWrong = new("signatureWrong", "The signature of " + It + " is not that of '{2}': the certificate was changed or forged.");

    /// <summary>Another kind of key.</summary>
    public static readonly CertificateFindingForm KeyNotRsa = new("keyNotRsa", "The key of " + It + " is not RSA: the security policies here know no other.");

    /// <summary>{2}: bits; {3} to {4} are allowed.</summary>
    public static readonly CertificateFindingForm KeySize = new(
        "keySize", "The key of " + It + " has {2} bits; the security policies ask for {3} to {4}: have the device make a new certificate.");

    /// <summary>{2}: the algorithm.</summary>
    public static readonly CertificateFindingForm WeakSignature = new(
        "weakSignature", Name + " is signed by {2}; the security policies ask for SHA-256: have the device make a new certificate.");

    /// <summary>The issuer's key is of another kind.</summary>
    public static readonly CertificateFindingForm NotVerifiable = new(
        "notVerifiable", "The signature of " + It + " cannot be verified: its issuer's key is of a kind that the security policies do not allow.");

    /// <summary>{2}: the command that trusts it.</summary>
    public static readonly CertificateFindingForm Untrusted = new(
        "untrusted", Name + " is not trusted. Compare its fingerprint with what the device or its engineer says, then: {2}.");

    /// <summary>{2}: when.</summary>
    public static readonly CertificateFindingForm Expired = new("expired", Name + " expired on {2} UTC: renew it where it was made, then trust the new one.");

    /// <summary>{2}: from when on; {3}: our clock.</summary>
    public static readonly CertificateFindingForm NotYetValid = new("notYetValid", Name + " is valid from {2} UTC; here it is {3} UTC: set the clock that is wrong.");

    /// <summary>{2}: what was dialled; {3}: what it is for.</summary>
    public static readonly CertificateFindingForm OtherHost = new(
        "otherHost", Name + " is not for the host '{2}' but for: {3}. Dial one of these, or have the device make a certificate that names the host.");

    /// <summary>{2}: what was dialled.</summary>
    public static readonly CertificateFindingForm NoHost = new(
        "noHost", Name + " is for no host at all, and '{2}' was dialled: have the device make a certificate that names the host.");

    /// <summary>{2}: what it is for; {3}: what the peer calls itself.</summary>
    public static readonly CertificateFindingForm OtherApplication = new(
        "otherApplication", Name + " is for the application {2}, but the peer calls itself {3}: it is not its certificate, or the device was renamed and needs a new one.");

    /// <summary>{2}: what the peer calls itself.</summary>
    public static readonly CertificateFindingForm NoApplication = new(
        "noApplication", Name + " names no application, and the peer calls itself {2}: have the device make a certificate that names it.");

    /// <summary>keyUsage.</summary>
    public static readonly CertificateFindingForm NotForSigning = new("notForSigning", Name + " is not for signing (keyUsage lacks digitalSignature): have it made anew.");

    /// <summary>keyUsage.</summary>
    public static readonly CertificateFindingForm NotForEncryption = new(
        "notForEncryption", Name + " is not for encryption (keyUsage lacks keyEncipherment and dataEncipherment): have it made anew.");

    /// <summary>extendedKeyUsage.</summary>
    public static readonly CertificateFindingForm NotForServer = new("notForServer", Name + " is not for a server (extendedKeyUsage): have it made anew.");

    /// <summary>extendedKeyUsage.</summary>
    public static readonly CertificateFindingForm NotForClient = new("notForClient", Name + " is not for a client (extendedKeyUsage): have it made anew.");

    /// <summary>extendedKeyUsage.</summary>
    public static readonly CertificateFindingForm NotForUser = new("notForUser", Name + " is not for a user (extendedKeyUsage): have it made anew.");

    /// <summary>basicConstraints, keyUsage.</summary>
    public static readonly CertificateFindingForm NoAuthority = new(
        "noAuthority", Name + " signed another certificate without being an authority (basicConstraints, keyUsage).");

    /// <summary>{2} authorities are allowed, {3} are there.</summary>
    public static readonly CertificateFindingForm PathTooLong = new("pathTooLong", Name + " allows {2} authorities below it, here are {3}.");

    /// <summary>{2}: the issuer.</summary>
    public static readonly CertificateFindingForm Revoked = new("revoked", Name + " was revoked by '{2}': it must not be used again, have a new one issued.");

    /// <summary>{0}: the authority; {1}: the command that adds the list.</summary>
    public static readonly CertificateFindingForm NoRevocationList = new(
        "noRevocationList", "There is no valid revocation list of '{0}'. Get it from that authority, then: {1}.");

    /// <summary>{0}: the authority; {1}: its date; {2}: the command that adds the list.</summary>
    public static readonly CertificateFindingForm RevocationListOverdue = new(
        "revocationListOverdue", "The revocation list of '{0}' of {1} is overdue. Get the current one, then: {2}.");

    /// <summary>{0}: the authority; {1}: its date; {2}: the command that adds the list.</summary>
    public static readonly CertificateFindingForm RevocationListPartial = new(
        "revocationListPartial", "The revocation list of '{0}' of {1} is a partial one. Get the current one, then: {2}.");

    const string Name = "The certificate '{0}' ({1}...)";
    const string It = "the certificate '{0}' ({1}...)";

    /// <summary>Each of them: whoever says them in another language needs all.</summary>
    public static IReadOnlyList<CertificateFindingForm> All { get; } =
    [
        NotSent, NotReadable, OldVersion, UnknownExtension, IssuerMissing, Endless, SignatureWrong, KeyNotRsa, KeySize, WeakSignature, NotVerifiable,
        Untrusted, Expired, NotYetValid, OtherHost, NoHost, OtherApplication, NoApplication, NotForSigning, NotForEncryption, NotForServer,
        NotForClient, NotForUser, NoAuthority, PathTooLong, Revoked, NoRevocationList, RevocationListOverdue, RevocationListPartial,
    ];
}
