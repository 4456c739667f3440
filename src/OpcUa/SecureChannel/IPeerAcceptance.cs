namespace Jinan.IndustryBrain.OpcUa.SecureChannel;

/// <summary>How a server meets the clients that open secured channels.</summary>
internal interface IPeerAcceptance
{
    /// <summary>
    /// Chooses the key that a client's first OPN chunk is for, and takes the client's key from it. Nothing is proved yet: only
    /// what costs little is checked here.
    /// </summary>
    /// <exception cref="Encoding.OpcUaException">Policy, certificate or key cannot be used.</exception>
    ChannelCertificates Accept(ISecurityPolicy policy, in AsymmetricHeader header);

    /// <summary>
    /// Decides whether the client is trusted, once an OPN chunk has proved that it holds its key: for the first and for each
    /// renewal, so that a client whose certificate was revoked does not stay.
    /// </summary>
    /// <exception cref="Encoding.OpcUaException">It is not.</exception>
    void Validate(ChannelCertificates certificates);
}
