using System.Globalization;
using System.Net;

namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>
/// Whether a certificate names the host that was dialled (OPC 10000-4, 6.1.3, step Host Name). Names are compared without
/// regard to case and whole: no wildcards, and a short name does not stand for a long one, for the specification knows neither.
/// </summary>
static class HostNames
{
    static readonly IdnMapping Idn = new();

    public static bool Match(string dialled, SubjectAlternativeNames names, string machineName)
    {
        var host = Normalize(dialled);
        if (Address(host) is not { } address)
            return names.DnsNames.Any(name => Same(name, host)) || (Same(host, "localhost") && NamesThisMachine(names, machineName));
        return names.Addresses.Any(one => Plain(one).Equals(address))
            // Many devices write their address where only names belong.
            || names.DnsNames.Any(name => Address(Normalize(name)) is { } named && named.Equals(address))
            || (IPAddress.IsLoopback(address) && NamesThisMachine(names, machineName));
    }

    // What was dialled by a loopback address does not leave this machine, so every name of this machine is right.
    static bool NamesThisMachine(SubjectAlternativeNames names, string machineName) =>
        names.DnsNames.Any(name => Same(name, "localhost") || Same(name, machineName) || (Address(Normalize(name)) is { } one && IPAddress.IsLoopback(one)))
        || names.Addresses.Any(one => IPAddress.IsLoopback(Plain(one)));

    static bool Same(string left, string right) => string.Equals(Normalize(left), Normalize(right), StringComparison.OrdinalIgnoreCase);

    /// <summary><c>plc-7.</c>, <c>[::1]</c> and <c>工厂.local</c> as they are compared.</summary>
    public static string Normalize(string host)
    {
        host = host.Trim().TrimStart('[').TrimEnd(']').TrimEnd('.');
        if (System.Text.Ascii.IsValid(host)) return host;
        try
        {
            return Idn.GetAscii(host);
        }
        catch (ArgumentException)
        {
            return host;
        }
    }

    static IPAddress? Address(string host) =>
        host.Length > 0 && (host.Contains(':') || host.Count(character => character == '.') == 3) && IPAddress.TryParse(host, out var address)
            ? Plain(address)
            : null;

    static IPAddress Plain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        return address.AddressFamily is System.Net.Sockets.AddressFamily.InterNetworkV6 ? new IPAddress(address.GetAddressBytes()) : address;
    }
}
