using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>Accepts connections and keeps their number within the limit.</summary>
internal sealed class ConnectionListener : IAsyncDisposable
{
    private readonly OpcUaServerOptions _options;
    private readonly ServerSecurity _security;
    private readonly IRequestHandler _requests;
    private readonly ServerClock _clock;
    private readonly ServerMetrics _metrics;
    private readonly RefusedPeers _refused;
    private readonly Socket _socket;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<ServerConnection, Task> _connections = new();
    private Task _accepting = Task.CompletedTask;
    private uint _lastChannelId;

    public ConnectionListener(
        OpcUaServerOptions options, ServerSecurity security, IRequestHandler requests, ServerClock clock, ServerMetrics metrics, RefusedPeers refused)
    {
        _options = options;
        _security = security;
        _requests = requests;
        _clock = clock;
        _metrics = metrics;
        _refused = refused;
        _socket = new Socket(options.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
    }

    public IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    public int ConnectionCount => _connections.Count;

    /// <summary>Takes the port and begins to accept.</summary>
    /// <exception cref="OpcUaException">The port is in use or not allowed.</exception>
    public void Start()
    {
        try
        {
            _socket.Bind(new IPEndPoint(_options.Address, _options.Port));
            _socket.Listen(512);
        }
        catch (SocketException e)
        {
            var reason = e.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? $"Port {_options.Port} on {_options.Address} is in use: stop what listens there, or choose another port."
                : $"Cannot listen on {_options.Address}:{_options.Port}: {e.Message}";
            throw new OpcUaException(StatusCodes.BadConfigurationError, reason, e);
        }

        _accepting = AcceptAsync();
    }

    /// <summary>Ends connections that are stuck; called every second.</summary>
    public void EndStuck(long now)
    {
        foreach (var connection in _connections.Keys)
            connection.EndIfStuck(now);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        await _accepting;
        foreach (var (connection, running) in _connections)
        {
            connection.Close();
            await running;
        }

        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _socket.AcceptAsync(_stop.Token);
                Serve(client);
            }
            catch (Exception e) when (_stop.IsCancellationRequested && e is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
            catch (SocketException)
            {
                // One client's connection broke before it was accepted, or descriptors ran out: the others go on.
                await Task.Delay(TimeSpan.FromMilliseconds(50), _clock.Time, CancellationToken.None);
            }
        }
    }

    private void Serve(Socket client)
    {
        if (_connections.Count >= _options.Limits.MaxConnections && !EndOldestWithoutSession())
        {
            Refuse(client);
            return;
        }

        client.NoDelay = true;
        var connection = new ServerConnection(client, ++_lastChannelId, _security, _requests, _options, _clock, _metrics, _refused);
        // Entered before it runs, so that a connection that ends at once is not entered after its end.
        _connections[connection] = Task.CompletedTask;
        var running = RunAsync(connection);
        _connections.TryUpdate(connection, running, Task.CompletedTask);
    }

    // It is told why, as far as that goes without waiting for it (OPC 10000-6, 7.1.2.5).
    private void Refuse(Socket client)
    {
        var reason = $"All {_options.Limits.MaxConnections} connections are in use by sessions: try again later, or raise MaxConnections.";
        try
        {
            _metrics.ConnectionRejected();
            _refused.Add(ServerConnection.RemoteOf(client)?.Address, StatusCodes.BadTcpServerTooBusy, reason);
            var error = new System.Buffers.ArrayBufferWriter<byte>();
            new ErrorMessage(StatusCodes.BadTcpServerTooBusy.Code, reason).Write(error);
            client.Blocking = false;
            client.Send(error.WrittenSpan);
            client.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // Gone already.
        }
        finally
        {
            client.Dispose();
        }
    }

    private async Task RunAsync(ServerConnection connection)
    {
        await Task.Yield();
        try
        {
            await connection.RunAsync(_stop.Token);
        }
        finally
        {
            _connections.TryRemove(connection, out _);
            connection.Dispose();
        }
    }

    // OPC 10000-4, 5.6.2.1: a full server closes the oldest channel that no session uses.
    private bool EndOldestWithoutSession()
    {
        ServerConnection? oldest = null;
        foreach (var connection in _connections.Keys)
        {
            if (!connection.HasSession && !connection.IsClosed && (oldest is null || connection.Since < oldest.Since))
                oldest = connection;
        }

        if (oldest is null)
            return false;
        oldest.Refused(StatusCodes.BadTcpServerTooBusy, $"All {_options.Limits.MaxConnections} connections are in use, and this was the oldest without a session.");
        oldest.Close();
        _connections.TryRemove(oldest, out _);
        return true;
    }
}
