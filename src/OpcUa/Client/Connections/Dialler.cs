using System.Net.Sockets;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>Makes the byte stream to a server. Tests put their own in its place.</summary>
internal delegate ValueTask<Stream> Dial(EndpointAddress address, CancellationToken cancellationToken);

static class Dialler
{
    public static async ValueTask<Stream> TcpAsync(EndpointAddress address, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
