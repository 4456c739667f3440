namespace Jinan.IndustryBrain.OpcUa.SecureChannel;

internal enum ChannelRole
{
    Client,
    Server,
}

/// <summary>The keys of a channel for a while (OPC 10000-6, 6.7.4).</summary>
/// <param name="Id">Named in every chunk.</param>
/// <param name="Created">Timestamp of the channel's clock when this end learned of the token.</param>
/// <param name="Lifetime">What the server granted.</param>
/// <param name="Outgoing">Protects what this end sends.</param>
/// <param name="Incoming">Opens what the peer sends.</param>
internal sealed record ChannelToken(
    uint Id, long Created, TimeSpan Lifetime, IChunkSecurity Outgoing, IChunkSecurity Incoming) : IDisposable
{
    /// <summary>Clears the keys: nothing can be sealed or opened with the token any more.</summary>
    public void Dispose()
    {
        Outgoing.Dispose();
        Incoming.Dispose();
    }
}
