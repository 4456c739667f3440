using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>What a client's channel was opened with.</summary>
/// <param name="Policy">Null without security.</param>
/// <param name="Mode">None without security.</param>
/// <param name="Client">Certificates of the channel; those of policy None where there are none. They belong to the channel.</param>
internal sealed record ConnectionSecurity(RsaPolicy? Policy, MessageSecurityMode Mode, ChannelCertificates Client)
{
    public static ConnectionSecurity None { get; } = new(null, MessageSecurityMode.None, ChannelCertificates.None);

    public static ConnectionSecurity Of(ChannelEnd channel) => new(channel.Policy as RsaPolicy, channel.Mode, channel.Certificates);
}
