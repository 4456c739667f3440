using System.Net;
using System.Net.Sockets;

namespace Jinan.IndustryBrain.Sidecar.Tests.Hosting;

/// <summary>Ports that nobody listens at.</summary>
internal static class FreePort
{
    private static readonly HashSet<int> Given = [];

    public static int Next()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            lock (Given)
                if (Given.Add(port))
                    return port;
        }
    }
}
