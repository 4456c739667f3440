namespace Jinan.IndustryBrain.OpcUa.Transport;

/// <summary>The three letters that open every chunk (OPC 10000-6, 7.1.2.2), read as a little-endian number.</summary>
internal enum MessageType
{
    Hello = 'H' | ('E' << 8) | ('L' << 16),
    Acknowledge = 'A' | ('C' << 8) | ('K' << 16),
    Error = 'E' | ('R' << 8) | ('R' << 16),
    OpenSecureChannel = 'O' | ('P' << 8) | ('N' << 16),
    CloseSecureChannel = 'C' | ('L' << 8) | ('O' << 16),
    Message = 'M' | ('S' << 8) | ('G' << 16),
}

/// <summary>The fourth letter: whether more chunks of the message follow.</summary>
internal enum ChunkKind : byte
{
    Final = (byte)'F',
    Intermediate = (byte)'C',
    Abort = (byte)'A',
}
