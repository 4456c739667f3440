using System.Security.Cryptography;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Utf8 = System.Text.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>CreateSession, ActivateSession and CloseSession (OPC 10000-4, 5.7).</summary>
internal sealed class SessionService(
    OpcUaServerOptions options, SessionTable sessions, SubscriptionTable subscriptions, DiscoveryService discovery)
{
    public CreateSessionResponse Create(ServerConnection connection, CreateSessionRequest request)
    {
        var session = sessions.Create(connection, request.RequestedSessionTimeout);
        return new CreateSessionResponse
        {
            SessionId = session.Id,
            AuthenticationToken = session.Token,
            RevisedSessionTimeout = session.Timeout.TotalMilliseconds,
            ServerNonce = NewNonce(),
            ServerEndpoints = discovery.Endpoints(request.EndpointUrl),
            MaxRequestMessageSize = (uint)options.Transport.MaxMessageSize,
        };
    }

    public ActivateSessionResponse Activate(ServerConnection connection, ActivateSessionRequest request)
    {
        var session = sessions.Require(request.RequestHeader.AuthenticationToken, connection, mustBeActivated: false);
        if (!session.IsActivated && session.Connection != connection)
            throw new OpcUaException(StatusCodes.BadSecureChannelIdInvalid, "A session is first activated on the channel that created it.");
        var user = Authenticate(request.UserIdentityToken);
        // Another channel may take the session over for the same user only (5.7.3.1).
        if (session.IsActivated && session.Connection != connection && session.User != user)
            throw new OpcUaException(StatusCodes.BadIdentityTokenRejected, "The session belongs to another user.");
        session.Activate(connection, user);
        return new ActivateSessionResponse { ServerNonce = NewNonce() };
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
                subscription.LeaveSession();
        }

        session.Publishes.RefuseAll(StatusCodes.BadSessionClosed);
        session.Leave();
    }

    // The name of the user; null for anonymous.
    private string? Authenticate(ExtensionObject token)
    {
        if (token.IsNull || token.TryDecode<AnonymousIdentityToken>(out _, options.Encoding))
        {
            if (options.AllowAnonymous)
                return null;
            throw new OpcUaException(StatusCodes.BadIdentityTokenRejected, "The server admits named users only.");
        }

        if (!token.TryDecode<UserNameIdentityToken>(out var named, options.Encoding) || options.ValidateUser is not { } validate)
            throw new OpcUaException(StatusCodes.BadIdentityTokenInvalid, "The server does not take this kind of identity token.");
        if (!string.IsNullOrEmpty(named!.EncryptionAlgorithm))
            throw new OpcUaException(StatusCodes.BadIdentityTokenInvalid, "With security policy None passwords are not encrypted.");
        if (named.UserName is not { Length: > 0 } name || !validate(name, Utf8.UTF8.GetString(named.Password ?? [])))
            throw new OpcUaException(StatusCodes.BadUserAccessDenied, "User name or password are wrong.");
        return name;
    }

    private static byte[] NewNonce() => RandomNumberGenerator.GetBytes(32);
}
