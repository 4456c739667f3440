namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <summary>
/// What a decoder accepts before it allocates (OPC UA Part 6, 5.1.10 and 6.7.2). Each length prefix is checked against these
/// and against the bytes that remain; beyond them decoding ends with BadEncodingLimitsExceeded.
/// </summary>
public sealed record EncodingLimits
{
    /// <summary>The limits of a peer that has not been told otherwise.</summary>
    public static EncodingLimits Default { get; } = new();

    /// <summary>UTF-8 bytes of one String, XmlElement or name.</summary>
    public int MaxStringLength { get; init; } = 1 << 20;

    /// <summary>Bytes of one ByteString or ExtensionObject body.</summary>
    public int MaxByteStringLength { get; init; } = 16 << 20;

    /// <summary>Elements of one array or matrix.</summary>
    public int MaxArrayLength { get; init; } = 1 << 20;

    /// <summary>
    /// Elements of all arrays of one message together. A one-byte element (a null Variant, say) takes some thirty bytes once
    /// decoded, so that a limit on each array alone would let a message of many arrays take many times its size.
    /// </summary>
    public int MaxTotalElements { get; init; } = 4 << 20;

    /// <summary>Bytes of one message after its chunks are put together. The transport enforces it.</summary>
    public int MaxMessageSize { get; init; } = 16 << 20;

    /// <summary>Chunks of one message. The transport enforces it.</summary>
    public int MaxChunkCount { get; init; } = 2_048;

    /// <summary>Levels of Variant, ExtensionObject and DiagnosticInfo within each other; Part 6, 5.1.10 asks for at least 100.</summary>
    public int MaxNestingDepth { get; init; } = 100;
}
