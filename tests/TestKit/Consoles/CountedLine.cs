using System.Net;
using System.Net.Sockets;

namespace Jinan.IndustryBrain.TestKit.Consoles;

/// <summary>A socket that counts what comes over it, compressed as it is, frames and headers included.</summary>
internal sealed class CountedLine(Socket socket, Action<int> received) : NetworkStream(socket, ownsSocket: true)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await base.ReadAsync(buffer, cancellationToken);
        received(count);
        return count;
    }

    public static SocketsHttpHandler Handler(CookieContainer cookies, Action<int> received) => new()
    {
        CookieContainer = cookies,
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                return new CountedLine(socket, received);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}
