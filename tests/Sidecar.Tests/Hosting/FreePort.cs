using System.Net;
using System.Net.Sockets;

namespace Jinan.IndustryBrain.Sidecar.Tests.Hosting;

/// <summary>
/// Ports that nobody listens at, from below the range out of which the system takes ports for outgoing connections: one of
/// those may be taken by anybody between its choice and its use.
/// </summary>
internal static class FreePort
{
    private const int First = 20_000;
    private const int End = 32_000;
    private static int _next = Random.Shared.Next(First, End);

    public static int Next()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref _next) - First) % (End - First);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // In use: the next one.
            }
        }
    }
}
