namespace Jinan.IndustryBrain.OpcUa.Transport;

/// <summary>
/// What this end is willing to receive and able to send. Two ends agree on the smaller figure of each
/// (OPC 10000-6, 7.1.2.3 and 7.1.2.4); 0 on the wire means "no limit of mine" and is never taken as such here.
/// </summary>
/// <param name="ReceiveBufferSize">Longest chunk this end accepts, in bytes; 8,192 at least.</param>
/// <param name="SendBufferSize">Longest chunk this end writes, in bytes; 8,192 at least.</param>
/// <param name="MaxMessageSize">Longest message body this end assembles, in bytes.</param>
/// <param name="MaxChunkCount">Most chunks this end takes for one message.</param>
/// <param name="PeerMaxMessageSize">Longest message body the peer assembles; 0 when it named none.</param>
/// <param name="PeerMaxChunkCount">Most chunks the peer takes for one message; 0 when it named none.</param>
public sealed record TransportLimits(
    int ReceiveBufferSize = 65_535,
    int SendBufferSize = 65_535,
    int MaxMessageSize = 16 * 1024 * 1024,
    int MaxChunkCount = 512,
    int PeerMaxMessageSize = 0,
    int PeerMaxChunkCount = 0)
{
    /// <summary>The smallest buffer an OPC UA peer may offer.</summary>
    public const int SmallestBuffer = 8_192;

    /// <summary>The limits that hold on a client once the server acknowledged.</summary>
    internal TransportLimits AgreedWith(AcknowledgeMessage server) => this with
    {
        ReceiveBufferSize = Smaller(ReceiveBufferSize, server.SendBufferSize),
        SendBufferSize = Smaller(SendBufferSize, server.ReceiveBufferSize),
        PeerMaxMessageSize = Clamp(server.MaxMessageSize),
        PeerMaxChunkCount = Clamp(server.MaxChunkCount),
    };

    /// <summary>The limits that hold on a server for the client that said hello.</summary>
    internal TransportLimits AgreedWith(HelloMessage client) => this with
    {
        ReceiveBufferSize = Smaller(ReceiveBufferSize, client.SendBufferSize),
        SendBufferSize = Smaller(SendBufferSize, client.ReceiveBufferSize),
        PeerMaxMessageSize = Clamp(client.MaxMessageSize),
        PeerMaxChunkCount = Clamp(client.MaxChunkCount),
    };

    static int Smaller(int ours, uint theirs)
    {
        if (theirs < SmallestBuffer) TransportFault.BufferTooSmall(theirs);
        return (int)Math.Min((uint)ours, theirs);
    }

    static int Clamp(uint theirs) => (int)Math.Min(theirs, int.MaxValue);
}
