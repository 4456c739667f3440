using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Jinan.IndustryBrain.AppHost.Plan;

/// <summary>Finds ports on 127.0.0.1.</summary>
internal static class Ports
{
    // Below the range from which Linux and Windows take the local ports of outgoing connections, so that a port found free
    // here is not taken by somebody's connection before its service listens.
    private const int First = 15_000;
    private const int Last = 31_000;

    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <returns>The first of <paramref name="count"/> free ports in a row.</returns>
    public static int FindFree(int count, ISet<int> taken)
    {
        var listening = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(e => e.Port).ToHashSet();
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            var first = RandomNumberGenerator.GetInt32(First, Last - count);
            var block = Enumerable.Range(first, count).ToList();
            if (block.Any(p => taken.Contains(p) || listening.Contains(p)) || !block.All(IsFree))
                continue;
            taken.UnionWith(block);
            return first;
        }

        throw new InvalidOperationException(
            $"No {count} free ports in a row were found between {First} and {Last} on 127.0.0.1. Stop what listens there.");
    }
}
