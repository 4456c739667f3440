using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>Host and port of an <c>opc.tcp</c> url.</summary>
internal sealed record EndpointAddress(string Url, string Host, int Port)
{
    public const int DefaultPort = 4_840;

    /// <summary>The peer is this machine, so that what is sent in the clear stays here.</summary>
    public bool IsLoopback =>
        string.Equals(Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    public static bool TryParse([NotNullWhen(true)] string? url, [NotNullWhen(true)] out EndpointAddress? address)
    {
        address = null;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != "opc.tcp" || uri.DnsSafeHost.Length == 0) return false;
        address = new EndpointAddress(url, uri.DnsSafeHost, uri.Port > 0 ? uri.Port : DefaultPort);
        return true;
    }
}
