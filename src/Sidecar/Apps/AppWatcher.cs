using System.Net.Sockets;

namespace Jinan.IndustryBrain.Sidecar.Apps;

/// <summary>
/// Notices when an application comes and goes. While it is up one idle connection to it is held: when the process ends,
/// however it ends, the kernel closes the connection and we know at once, without asking again and again. Each time the
/// application is (back) up it is asked for its subscriptions before anything is delivered.
/// </summary>
internal sealed class AppWatcher(
    AppChannel channel, AppPresence presence, Func<CancellationToken, Task<bool>> refreshSubscriptions, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken stopping)
    {
        var pause = FirstPause;
        while (!stopping.IsCancellationRequested)
        {
            using var connection = await TryConnectAsync(stopping);
            if (connection is not null && await TryRefreshAsync(stopping))
            {
                if (!presence.IsUp)
                    Log.AppIsUp(log, channel.AppId, channel.Port);
                presence.Up();
                pause = FirstPause;
                var since = time.GetTimestamp();
                await WaitForCloseAsync(connection, stopping);
                // A server also closes idle connections; if it takes the next one at once it was never away. One that closes
                // each connection at once must not keep us busy.
                if (time.GetElapsedTime(since) < LongestPause)
                    await Task.Delay(LongestPause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }
            if (presence.IsUp)
                Log.AppIsDown(log, channel.AppId, channel.Port);
            presence.Down();
            await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task<Socket?> TryConnectAsync(CancellationToken stopping)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(channel.Address.Host, channel.Port, stopping);
            return socket;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            return null;
        }
    }

    private async Task<bool> TryRefreshAsync(CancellationToken stopping)
    {
        try
        {
            return await refreshSubscriptions(stopping);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return false;
        }
    }

    private static async Task WaitForCloseAsync(Socket connection, CancellationToken stopping)
    {
        try
        {
            var nothing = new byte[1];
            await connection.ReceiveAsync(nothing, stopping);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // Closed hard, or we are stopping; the loop sees which.
        }
    }
}
