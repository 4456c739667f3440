using System.Net;
using System.Net.Sockets;
using Jinan.IndustryBrain.Sidecar.Apps;
using Jinan.IndustryBrain.Sidecar.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Jinan.IndustryBrain.Sidecar.Hosting;

/// <summary>Two listeners an application: HTTP/1.1, and HTTP/2 without TLS for gRPC. Loopback only.</summary>
internal static class AppListeners
{
    /// <param name="kestrel">The server's options.</param>
    /// <param name="options">Ports and limits.</param>
    /// <param name="apps">Asked by each connection, for the listeners are described before the applications are made.</param>
    public static void Configure(KestrelServerOptions kestrel, SidecarOptions options, Func<AppDirectory> apps)
    {
        var limits = options.Limits;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = limits.BodyBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = limits.HeaderBytes;
        // HTTP/2 counts headers in its own setting.
        kestrel.Limits.Http2.MaxRequestHeaderFieldSize = limits.HeaderBytes;
        foreach (var app in options.Apps)
        {
            kestrel.Listen(IPAddress.Loopback, app.HttpPort, listen => Configure(listen, HttpProtocols.Http1, () => apps()[app.AppId]));
            kestrel.Listen(IPAddress.Loopback, app.GrpcPort, listen => Configure(listen, HttpProtocols.Http2, () => apps()[app.AppId]));
        }
    }

    private static void Configure(ListenOptions listen, HttpProtocols protocols, Func<AppEndpoint> app)
    {
        listen.Protocols = protocols;
        listen.Use(next => connection =>
        {
            connection.Features.Set(app());
            return next(connection);
        });
    }

    /// <summary>The ports that cannot be had, in words; empty when all are free.</summary>
    public static IReadOnlyList<string> FindPortsInUse(SidecarOptions options)
    {
        var faults = new List<string>();
        foreach (var app in options.Apps)
        {
            Probe(app.HttpPort, $"{app.AppId} httpPort");
            Probe(app.GrpcPort, $"{app.AppId} grpcPort");
        }
        return faults;

        void Probe(int port, string use)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
            }
            catch (SocketException)
            {
                faults.Add($"port {port} ({use}) is in use; stop what listens there or give another port");
            }
        }
    }
}
