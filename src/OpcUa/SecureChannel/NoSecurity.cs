namespace Jinan.IndustryBrain.OpcUa.SecureChannel;

/// <summary>Policy None: chunks travel as they are.</summary>
internal sealed class NoSecurity : ISecurityPolicy, IChunkSecurity
{
    public const string PolicyUri = "http://opcfoundation.org/UA/SecurityPolicy#None";

    /// <summary>Length of the sequence header that stands between security header and body.</summary>
    const int SequenceHeader = 8;

    NoSecurity()
    {
    }

    public static NoSecurity Instance { get; } = new();

    public string Uri => PolicyUri;

    public int NonceLength => 0;

    public IChunkSecurity Asymmetric(ChannelCertificates certificates) => this;

    public (IChunkSecurity Outgoing, IChunkSecurity Incoming) Symmetric(
        bool sign, bool encrypt, ReadOnlySpan<byte> ourNonce, ReadOnlySpan<byte> peerNonce)
    {
        if (sign || encrypt)
            Transport.TransportFault.SecurityChecks("Security policy None can neither sign nor encrypt: set the security mode to None.");
        return (this, this);
    }

    public int MaxBodyLength(int chunkSize, int securedFrom) => chunkSize - securedFrom - SequenceHeader;

    public int SealedLength(int securedFrom, int contentEnd) => contentEnd;

    public void Seal(Span<byte> chunk, int securedFrom, int contentEnd)
    {
    }

    public int Open(Span<byte> chunk, int securedFrom) => chunk.Length;

    public void Dispose()
    {
        // One object for all channels, and no keys in it.
    }
}
