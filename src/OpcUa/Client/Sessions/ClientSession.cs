using System.Security.Cryptography;
using Jinan.IndustryBrain.OpcUa.DataTypes;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// A session as the server knows it. It outlives the channel that it was made over: <see cref="ActivateAsync"/> binds it to
/// another one.
/// </summary>
internal sealed class ClientSession
{
    readonly ConnectionOptions _options;
    readonly TimeProvider _time;
    readonly NodeId _token;
    UserTokenChoice _user = new(new UserTokenPolicy(), null, default);

    /// <summary>The last one that the server gave: what proves the next activation (OPC 10000-4, 5.7.3).</summary>
    byte[]? _serverNonce;
    ClientChannel _channel;

    ClientSession(ClientChannel channel, ConnectionOptions options, TimeProvider time, CreateSessionResponse created)
    {
        _channel = channel;
        _options = options;
        _time = time;
        _token = created.AuthenticationToken;
        _serverNonce = created.ServerNonce;
        Timeout = TimeSpan.FromMilliseconds(Math.Clamp(created.RevisedSessionTimeout, 0, int.MaxValue));
    }

    /// <summary>Time-out that the server granted.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Longest wait for any response but Publish.</summary>
    public TimeSpan RequestTimeout => _options.RequestTimeout;

    public ClientChannel Channel => Volatile.Read(ref _channel);

    /// <summary>What the server can do, read once the session is active; the defaults of an unknown server until then.</summary>
    public ServerProfile Profile { get; private set; } = ServerProfile.Unknown;

    /// <summary>The structures of the server that were loaded; their ids hold for this session.</summary>
    public DataTypeCatalog DataTypes { get; } = new();

    /// <summary>The server has been asked what it can do.</summary>
    public bool IsAcquainted => Profile != ServerProfile.Unknown;

    /// <summary>Creates and activates a session over an open channel.</summary>
    public static async Task<ClientSession> CreateAsync(
        ClientChannel channel, ConnectionOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        // Before the server has a session for us: a secret that cannot be read must not leave one behind.
        var attempt = options.ForAttempt();
        var certificate = channel.Endpoint.Policy is null ? null : options.Security.Certificate;
        var nonce = certificate is null ? null : RandomNumberGenerator.GetBytes(SessionProof.NonceLength);
        var request = new CreateSessionRequest
        {
            RequestHeader = RequestHeaders.Make(time, options.RequestTimeout),
            ClientNonce = nonce,
            ClientCertificate = certificate?.Certificate.RawData,
            ClientDescription = new ApplicationDescription
            {
                // Servers hold it against the certificate.
                ApplicationUri = certificate?.ApplicationUri ?? options.ApplicationUri,
                ProductUri = "urn:jinan:industrybrain",
                ApplicationName = new LocalizedText(options.ApplicationName),
                ApplicationType = ApplicationType.Client,
            },
            EndpointUrl = options.EndpointUrl,
            SessionName = options.SessionName,
            RequestedSessionTimeout = options.SessionTimeout.TotalMilliseconds,
            MaxResponseMessageSize = (uint)options.Limits.MaxMessageSize,
        };
        var created = await channel.RequestAsync<CreateSessionResponse>(request, options.RequestTimeout, cancellationToken).ConfigureAwait(false);
        var session = new ClientSession(channel, options, time, created);
        try
        {
            SessionProof.Check(options, channel, nonce ?? [], created);
            var endpoints = await session.EndpointsAsync(created, cancellationToken).ConfigureAwait(false);
            session._user = UserTokens.Choose(attempt, channel.Endpoint, endpoints);
            await session.ActivateAsync(channel, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch (Exception exception) when (ChannelFault.IsExpected(exception))
        {
            await session.AbandonAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Asks the server what it can do. Apart from <see cref="CreateAsync"/>: a session that is active outlives a channel that
    /// breaks here, and another one in its stead would cost a PLC one of its ten.
    /// </summary>
    public async Task AcquaintAsync(CancellationToken cancellationToken) =>
        Profile = await ServerProfile.ReadAsync(this, _options, cancellationToken).ConfigureAwait(false);

    /// <summary>Asks the server for its namespaces again.</summary>
    public Task RefreshNamespacesAsync(CancellationToken cancellationToken) => Profile.RefreshNamespacesAsync(this, _options, cancellationToken);

    /// <summary>Binds the session to a channel and proves who the user is.</summary>
    public async Task ActivateAsync(ClientChannel channel, CancellationToken cancellationToken)
    {
        var attempt = _options.ForAttempt();
        var (token, signature) = UserTokens.Make(attempt, _user, channel.Certificates, _serverNonce);
        var request = new ActivateSessionRequest
        {
            RequestHeader = RequestHeaders.Make(_time, _options.RequestTimeout, _token),
            ClientSignature = SessionProof.Sign(channel, _serverNonce),
            UserIdentityToken = token,
            UserTokenSignature = signature,
        };
        ActivateSessionResponse activated;
        try
        {
            activated = await channel.RequestAsync<ActivateSessionResponse>(request, _options.RequestTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (OpcUaException refused) when (IsAboutTheUser(refused.StatusCode))
        {
            throw new OpcUaException(
                refused.StatusCode,
                $"{_options.EndpointUrl} refused the user ({attempt.Identity}): {refused.StatusCode}. Check the user and the secret, and whether the server lets this user in.",
                refused);
        }

        _serverNonce = activated.ServerNonce;
        if (channel.Endpoint.Policy is not null) SessionProof.CheckNonce(_options, _serverNonce);
        Volatile.Write(ref _channel, channel);
    }

    /// <summary>Sends a request of this session and waits for its response.</summary>
    /// <exception cref="TimeoutException">No response in time.</exception>
    /// <exception cref="OpcUaException">The server answered with a fault, or the channel ended.</exception>
    public Task<TResponse> RequestAsync<TResponse>(
        IServiceRequest request, CancellationToken cancellationToken, Action<TResponse>? onReceived = null)
        where TResponse : IServiceResponse, IIdentifiedStructure<TResponse>
    {
        request.RequestHeader = RequestHeaders.Make(_time, _options.RequestTimeout, _token);
        return Channel.RequestAsync(request, _options.RequestTimeout, cancellationToken, onReceived);
    }

    /// <summary>
    /// Sends a request of this session whose response goes to <paramref name="pending"/>, however long it takes; gives its request id.
    /// </summary>
    public ValueTask<uint> PostAsync(
        IServiceRequest request, TimeSpan hint, PendingRequest pending, CancellationToken cancellationToken, int expectedLength = 0)
    {
        request.RequestHeader = RequestHeaders.Make(_time, hint, _token);
        var message = new MessageBuffer(expectedLength);
        ValueTask<uint> posting;
        try
        {
            ServiceCodec.Encode(message, request);
            posting = Channel.PostAsync(pending, message, cancellationToken);
        }
        catch
        {
            message.Dispose();
            throw;
        }

        if (!posting.IsCompletedSuccessfully) return PostedAsync(posting, message);
        message.Dispose();
        return posting;
    }

    static async ValueTask<uint> PostedAsync(ValueTask<uint> posting, MessageBuffer message)
    {
        using (message)
            return await posting.ConfigureAwait(false);
    }

    // Servers are advised to leave the certificates out of what CreateSession says of the endpoints (OPC 10000-4, 5.7.2.2), but a
    // secret over an open channel is encrypted for one.
    async Task<EndpointDescription[]> EndpointsAsync(CreateSessionResponse created, CancellationToken cancellationToken)
    {
        var endpoints = created.ServerEndpoints;
        if (_channel.Endpoint.Policy is not null || (_options.IdentitySource is null && _options.Identity.Kind is UserTokenType.Anonymous)) return endpoints;
        var protects = endpoints.Any(endpoint =>
            endpoint.UserIdentityTokens.Any(policy => SecurityPolicies.FindSecured(policy.SecurityPolicyUri) is not null));
        if (!protects) return endpoints;
        if (Array.TrueForAll(endpoints, endpoint => endpoint.ServerCertificate is { Length: > 0 })) return endpoints;
        if (created.ServerCertificate is { Length: > 0 } certificate)
            return [.. endpoints.Select(endpoint => endpoint with { ServerCertificate = certificate })];
        var request = new GetEndpointsRequest
        {
            RequestHeader = RequestHeaders.Make(_time, _options.RequestTimeout), EndpointUrl = _options.EndpointUrl,
        };
        var response = await _channel.RequestAsync<GetEndpointsResponse>(request, _options.RequestTimeout, cancellationToken).ConfigureAwait(false);
        return response.Endpoints;
    }

    static bool IsAboutTheUser(StatusCode status)
    {
        var code = status.WithoutInfoBits;
        return code == StatusCodes.BadIdentityTokenInvalid
            || code == StatusCodes.BadIdentityTokenRejected
            || code == StatusCodes.BadUserAccessDenied
            || code == StatusCodes.BadUserSignatureInvalid;
    }

    /// <summary>Gives up a session that is of no use: one left behind at each attempt would soon have all ten of a PLC.</summary>
    public async Task AbandonAsync(CancellationToken cancellationToken)
    {
        if (Channel.Lost.IsCompleted) return;
        try
        {
            await CloseAsync(deleteSubscriptions: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (ChannelFault.IsExpected(exception))
        {
            // It was never activated; the server lets go of it when the channel closes or the session times out.
        }
    }

    /// <summary>Ends the session; the subscriptions stay if told so, for another session to take over.</summary>
    public Task CloseAsync(bool deleteSubscriptions, CancellationToken cancellationToken) =>
        RequestAsync<CloseSessionResponse>(new CloseSessionRequest { DeleteSubscriptions = deleteSubscriptions }, cancellationToken);
}
