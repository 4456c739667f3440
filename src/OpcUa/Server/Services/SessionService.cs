using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>CreateSession, ActivateSession and CloseSession (OPC 10000-4, 5.7).</summary>
internal sealed class SessionService(
    OpcUaServerOptions options,
    SessionTable sessions,
    SubscriptionTable subscriptions,
    DiscoveryService discovery,
    ServerSecurity security,
    UserAuthentication users)
{
    /// <summary>Least length of a nonce that a signature rests on.</summary>
    private const int NonceLength = 32;

    public CreateSessionResponse Create(ServerConnection connection, CreateSessionRequest request)
    {
        var channel = connection.Security;
        CheckClient(connection, request);
        var session = sessions.Create(connection, request.RequestedSessionTimeout);
        return new CreateSessionResponse
        {
            SessionId = session.Id,
            AuthenticationToken = session.Token,
            RevisedSessionTimeout = session.Timeout.TotalMilliseconds,
            ServerNonce = session.ServerNonce,
            ServerCertificate = security.Chain.IsEmpty ? null : security.Chain.ToArray(),
            ServerEndpoints = discovery.Endpoints(request.EndpointUrl),
            ServerSignature = ServerSecurity.Sign(channel, request.ClientCertificate, request.ClientNonce),
            MaxRequestMessageSize = (uint)options.Transport.MaxMessageSize,
        };
    }

    public ActivateSessionResponse Activate(ServerConnection connection, ActivateSessionRequest request)
    {
        var session = sessions.Require(request.RequestHeader.AuthenticationToken, connection, mustBeActivated: false);
        if (!session.IsActivated && session.Connection != connection)
            throw new OpcUaException(StatusCodes.BadSecureChannelIdInvalid, "A session is first activated on the channel that created it.");
        var channel = connection.Security;
        CheckProof(session, channel, request.ClientSignature);
        var user = users.Authenticate(request, channel, session.ServerNonce, connection.Source);
        // Another channel may take the session over for the same user only (5.7.3.1).
        if (session.IsActivated && session.Connection != connection && session.User != user)
            throw new OpcUaException(StatusCodes.BadIdentityTokenRejected, "The session belongs to another user.");
        session.Activate(connection, user);
        return new ActivateSessionResponse { ServerNonce = session.ServerNonce };
    }

    public CloseSessionResponse Close(ServerConnection connection, CloseSessionRequest request)
    {
        var session = sessions.Require(request.RequestHeader.AuthenticationToken, connection, mustBeActivated: false);
        if (session.Connection != connection)
            throw new OpcUaException(StatusCodes.BadSecureChannelIdInvalid, "The session belongs to another channel.");
        End(session, request.DeleteSubscriptions);
        return new CloseSessionResponse();
    }

    /// <summary>Ends a session. Its subscriptions go with it, or wait for somebody to take them over.</summary>
    public void End(Session session, bool deleteSubscriptions)
    {
        if (!sessions.Remove(session))
            return;
        foreach (var subscription in subscriptions.Of(session).ToList())
        {
            if (deleteSubscriptions)
                subscriptions.Remove(subscription);
            else
                subscription.LeaveSession(session, subscriptions.Queues);
        }

        session.Publishes.RefuseAll(StatusCodes.BadSessionClosed);
        session.Leave();
    }

    // OPC 10000-4, 5.7.2: the client is the one that the channel was opened with, and what it says of itself is in its certificate.
    private void CheckClient(ServerConnection connection, CreateSessionRequest request)
    {
        var channel = connection.Security;
        ISecurityPolicy policy = channel.Policy is { } secured ? secured : NoSecurity.Instance;
        if (!security.Offers(policy, channel.Mode))
            throw new OpcUaException(StatusCodes.BadSecurityModeInsufficient, "Sessions need a secured channel: read the endpoints and choose one of theirs.");
        if (channel.Policy is null)
            return;
        if (request.ClientCertificate is not { } certificate || !DerChain.LeafOf(certificate).Span.SequenceEqual(channel.Client.Peers.Span))
            throw new OpcUaException(StatusCodes.BadCertificateInvalid, "The session names another certificate than the channel.");
        if ((request.ClientNonce?.Length ?? 0) < NonceLength)
            throw new OpcUaException(StatusCodes.BadNonceInvalid, $"A client's nonce has {NonceLength} bytes at least.");
        security.ValidateUri(channel.Client, request.ClientDescription.ApplicationUri, connection.Remote);
    }

    // OPC 10000-4, 5.7.3: whoever activates holds the key of the client that created the session, on whatever channel.
    private void CheckProof(Session session, ConnectionSecurity channel, SignatureData signature)
    {
        if (!session.ClientCertificate.Span.SequenceEqual(channel.Client.Peers.Span))
            throw new OpcUaException(StatusCodes.BadSecurityChecksFailed, "The session belongs to a client with another certificate.");
        if (channel.Policy is { } policy && !security.Verify(policy, channel.Client.PeersKey, signature, session.ServerNonce))
            throw new OpcUaException(StatusCodes.BadApplicationSignatureInvalid, "The client's signature over this server's last nonce is wrong.");
    }
}
