using System.Net;
using System.Net.Sockets;

namespace Jinan.IndustryBrain.Collector.Tests;

/// <summary>The line between a collector and a server: it can be cut, and put together again.</summary>
internal sealed class CuttableLine : IAsyncDisposable
{
    private readonly IPEndPoint _server;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly List<TcpClient> _open = [];
    private readonly Task _accepting;
    private bool _isCut;

    public CuttableLine(IPEndPoint server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Cut()
    {
        lock (_gate)
        {
            _isCut = true;
            foreach (var client in _open)
                client.Dispose();
            _open.Clear();
        }
    }

    public void Restore()
    {
        lock (_gate)
            _isCut = false;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var near = await _listener.AcceptTcpClientAsync(_stopping.Token);
            var far = new TcpClient();
            await far.ConnectAsync(_server, _stopping.Token);
            lock (_gate)
            {
                if (_isCut)
                {
                    near.Dispose();
                    far.Dispose();
                    continue;
                }

                _open.AddRange([near, far]);
            }

            _ = CarryAsync(near, far);
            _ = CarryAsync(far, near);
        }
    }

    private static async Task CarryAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut, or one side left.
        }

        from.Dispose();
        to.Dispose();
    }
}
