namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>Decides whether the owner of a certificate is trusted. Safe for calls from several threads.</summary>
public interface ICertificateValidator
{
    /// <summary>Decides. Hostile bytes give a verdict, never an exception.</summary>
    /// <param name="derChain">DER of the peer's certificate, followed by those of issuers that it chose to send.</param>
    /// <param name="expectation">What the certificate has to say to be the right one.</param>
    CertificateVerdict Validate(ReadOnlyMemory<byte> derChain, PeerExpectation expectation);
}
