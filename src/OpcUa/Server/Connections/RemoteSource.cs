using System.Net;
using System.Net.Sockets;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>Whom limits a remote address are kept for.</summary>
internal static class RemoteSource
{
    private const int NetworkBytes = 8;

    /// <summary>An IPv4 address, however it is written; of an IPv6 address its /64 network, all of which one machine may use.</summary>
    public static IPAddress Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address))
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
