using System.Diagnostics.Metrics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>How a server listens, names itself and whom it lets in.</summary>
public sealed record OpcUaServerOptions
{
    /// <summary>URI of the application; also namespace 1.</summary>
    public required string ApplicationUri { get; init; }

    /// <summary>Name shown to people.</summary>
    public string ApplicationName { get; init; } = "OPC UA server";

    /// <summary>Address to listen on; loopback by default.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port to listen on; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Whether clients may come without a user.</summary>
    public bool AllowAnonymous { get; init; } = true;

    /// <summary>
    /// Whether an anonymous session may take over a subscription of another anonymous session. Off, a subscription can be
    /// transferred only by the user who made it (OPC 10000-4, 5.14.7): a client that reconnects anonymously then starts anew.
    /// </summary>
    public bool AllowAnonymousTransfer { get; init; } = true;

    /// <summary>
    /// Says whether a user name and password are right; null where nobody can sign in so. Without a <see cref="Certificate"/> the
    /// password crosses the network as it is.
    /// </summary>
    public Func<string, string, bool>? ValidateUser { get; init; }

    /// <summary>
    /// Says whether the holder of a certificate may enter; null where nobody can sign in so. Asked once the user has proved to
    /// hold its key; whether it is valid and trusted is to be decided here, for example by an <see cref="ICertificateValidator"/>
    /// with <see cref="PeerRole.User"/>.
    /// </summary>
    public Func<X509Certificate2, bool>? ValidateUserCertificate { get; init; }

    /// <summary>Gives the user that a JSON Web Token stands for, or null where it is not accepted; null where nobody can sign in so.</summary>
    public Func<string, string?>? ValidateIssuedToken { get; init; }

    /// <summary>The server's certificate with its key, whose application uri is <see cref="ApplicationUri"/>. It stays the caller's.</summary>
    public ApplicationCertificate? Certificate { get; init; }

    /// <summary>Decides which clients are trusted to open secured channels.</summary>
    public ICertificateValidator? Validator { get; init; }

    /// <summary>
    /// The endpoints by their security; None alone by default. Where None is not among them, clients without security can ask for
    /// the endpoints and nothing else.
    /// </summary>
    public IReadOnlyList<OfferedSecurity> Security { get; init; } = [OfferedSecurity.None];

    /// <summary>What clients get at most.</summary>
    public ServerLimits Limits { get; init; } = new();

    /// <summary>Lengths of chunks and messages.</summary>
    public TransportLimits Transport { get; init; } = new();

    /// <summary>Lengths of strings, arrays and nesting in requests.</summary>
    public EncodingLimits Encoding { get; init; } = new();

    /// <summary>The server's clocks.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Told of exceptions that nobody expected, from the host's own delegates or from the server itself. The client gets
    /// BadInternalError; the server goes on.
    /// </summary>
    public Action<Exception>? UnexpectedError { get; init; }

    /// <summary>
    /// Told of peers that were turned away: malformed bytes, floods, wrong passwords, handshakes that do not end. Once a source
    /// and status, then at most once a minute with the number of times. Called on the server's loops: it must not block.
    /// </summary>
    public Action<RefusedPeer>? PeerRefused { get; init; }

    /// <summary>Where the instruments are made; null where nobody listens.</summary>
    public IMeterFactory? Meters { get; init; }
}
