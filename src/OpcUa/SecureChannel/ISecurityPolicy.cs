namespace Jinan.IndustryBrain.OpcUa.SecureChannel;

/// <summary>
/// One security policy of OPC 10000-7: how the chunks of a channel are signed and encrypted. A policy is a factory without
/// state; the state is in the <see cref="IChunkSecurity"/> objects it makes, one for opening and one a direction for every token.
/// </summary>
internal interface ISecurityPolicy
{
    /// <summary>The policy's uri as it stands in endpoint descriptions and OPN chunks.</summary>
    string Uri { get; }

    /// <summary>Bytes of the nonces that open a channel; 0 where there are no keys to derive.</summary>
    int NonceLength { get; }

    /// <summary>Protection of the OPN chunks: our key signs and decrypts, the peer's certificate verifies and encrypts.</summary>
    IChunkSecurity Asymmetric(ChannelCertificates certificates);

    /// <summary>Keys for one token (OPC 10000-6, 6.7.5): a pair for what we send and what we receive.</summary>
    /// <param name="sign">Chunks are signed.</param>
    /// <param name="encrypt">Chunks are encrypted as well.</param>
    /// <param name="ourNonce">The nonce that this end sent.</param>
    /// <param name="peerNonce">The nonce that the peer sent.</param>
    (IChunkSecurity Outgoing, IChunkSecurity Incoming) Symmetric(
        bool sign, bool encrypt, ReadOnlySpan<byte> ourNonce, ReadOnlySpan<byte> peerNonce);
}

/// <summary>
/// Signs and encrypts chunks where they lie:
/// <code>
/// | message header | security header | sequence header | body | padding | signature |
///                                    ^ securedFrom             ^ contentEnd
/// </code>
/// The signature covers everything before it, encryption everything from <c>securedFrom</c> on. Disposing clears the keys.
/// </summary>
internal interface IChunkSecurity : IDisposable
{
    /// <summary>Most bytes of body that fit into a chunk of <paramref name="chunkSize"/>.</summary>
    int MaxBodyLength(int chunkSize, int securedFrom);

    /// <summary>Length of the chunk once padding and signature are on it. The size field must say so before it is signed.</summary>
    int SealedLength(int securedFrom, int contentEnd);

    /// <summary>Pads, signs and encrypts. <paramref name="chunk"/> is as long as <see cref="SealedLength"/> said.</summary>
    void Seal(Span<byte> chunk, int securedFrom, int contentEnd);

    /// <summary>Decrypts, verifies (in constant time) and gives the end of the body.</summary>
    /// <exception cref="Encoding.OpcUaException">BadSecurityChecksFailed, without saying which check it was.</exception>
    int Open(Span<byte> chunk, int securedFrom);
}
