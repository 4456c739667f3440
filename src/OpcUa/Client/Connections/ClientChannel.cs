using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// One connection with its secure channel, from hello to close. One loop receives and decodes; senders take turns.
/// It does not come back: what ended it is in <see cref="Lost"/>, and the next channel is a new object.
/// </summary>
internal sealed class ClientChannel : IAsyncDisposable
{
    static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(1);

    readonly Stream _stream;
    readonly ChannelEnd _end;
    readonly FrameBuffer _frames;
    readonly ConnectionOptions _options;
    readonly TimeProvider _time;
    readonly PendingRequests _pending = new();

    /// <summary>Held around sealing and writing. Never disposed: senders may still wait in it when the channel ends, and it holds no handle.</summary>
    readonly SemaphoreSlim _sending = new(1, 1);

    readonly CancellationTokenSource _stop = new();
    readonly TaskCompletionSource<Exception> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Task _receiving = Task.CompletedTask;
    Task _renewing = Task.CompletedTask;
    long _lastReceived;
    int _disposed;

    ClientChannel(
        Stream stream, FrameBuffer frames, TransportLimits agreed, ConnectionOptions options, ServerEndpoint endpoint, TimeProvider time)
    {
        Endpoint = endpoint;
        _stream = stream;
        _frames = frames;
        _options = options;
        _time = time;
        ISecurityPolicy policy = endpoint.Policy is { } secured ? secured : NoSecurity.Instance;
        _end = new ChannelEnd(ChannelRole.Client, agreed, policy, time, endpoint.Certificates(options));
        _lastReceived = time.GetTimestamp();
    }

    /// <summary>Completes with the reason when the channel has ended.</summary>
    public Task<Exception> Lost => _lost.Task;

    /// <summary>Where the channel goes to.</summary>
    public ServerEndpoint Endpoint { get; }

    /// <summary>Certificates and keys of the two ends.</summary>
    public ChannelCertificates Certificates => _end.Certificates;

    /// <summary>Time since anything was received.</summary>
    public TimeSpan Silence => _time.GetElapsedTime(Volatile.Read(ref _lastReceived));

    /// <summary>Lifetime that the server granted the current token.</summary>
    public TimeSpan TokenLifetime => _end.Tokens.Sending?.Lifetime ?? TimeSpan.Zero;

    /// <summary>Requests that were sent and not answered.</summary>
    public int Outstanding => _pending.Count;

    /// <summary>Connects, says hello and opens the channel.</summary>
    /// <exception cref="TimeoutException">Not within <see cref="ConnectionOptions.ConnectTimeout"/>.</exception>
    /// <exception cref="OpcUaException">The server refused, or is not trusted.</exception>
    public static async Task<ClientChannel> OpenAsync(
        EndpointAddress address, ServerEndpoint endpoint, ConnectionOptions options, Dial dial, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        ClientChannel? channel = null;
        try
        {
            var stream = await dial(address, either.Token).ConfigureAwait(false);
            channel = await GreetAsync(stream, address, endpoint, options, time, either.Token).ConfigureAwait(false);
            channel._receiving = channel.ReceiveAsync();
            await channel.OpenTokenAsync(SecurityTokenRequestType.Issue, either.Token).ConfigureAwait(false);
            channel._renewing = channel.RenewAsync();
            return channel;
        }
        catch (Exception exception)
        {
            if (channel is not null) await channel.DisposeAsync().ConfigureAwait(false);
            if (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new TimeoutException($"{address.Url} did not open a channel within {options.ConnectTimeout}.", exception);
            // Without a channel it was this client that did not trust the server: the reason says so.
            if (channel is not null && exception is OpcUaException refused && endpoint.Policy is not null && ChannelFault.MayBeDistrust(refused.StatusCode))
            {
                throw new OpcUaException(
                    refused.StatusCode,
                    $"{address.Url} refused the secured channel ({refused.Message}) If it does not know this application yet, trust the certificate with fingerprint "
                    + $"{options.Security.Certificate!.Fingerprint} at the server.",
                    refused);
            }

            throw;
        }
    }

    /// <summary>Sends a request, whose header is set, and waits for its response.</summary>
    /// <exception cref="TimeoutException">No response in time.</exception>
    /// <exception cref="OpcUaException">The server answered with a fault, or the channel ended.</exception>
    public async Task<TResponse> RequestAsync<TResponse>(
        IServiceRequest request, TimeSpan timeout, CancellationToken cancellationToken, Action<TResponse>? onReceived = null)
        where TResponse : IServiceResponse, IIdentifiedStructure<TResponse>
    {
        var pending = new PendingResponse<TResponse>(onReceived);
        using var message = new MessageBuffer();
        ServiceCodec.Encode(message, request);
        var id = await PostAsync(pending, message, cancellationToken).ConfigureAwait(false);
        try
        {
            return await pending.Response.WaitAsync(timeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"No {typeof(TResponse).Name} within {timeout}.");
        }
        finally
        {
            _pending.Take(id);
        }
    }

    /// <summary>Sends a request whose response goes to <paramref name="pending"/>; gives its request id.</summary>
    public ValueTask<uint> PostAsync(PendingRequest pending, MessageBuffer message, CancellationToken cancellationToken)
    {
        var id = _pending.Add(pending);
        ValueTask sending;
        try
        {
            sending = SendAsync(MessageType.Message, id, message, cancellationToken);
        }
        catch
        {
            _pending.Take(id);
            throw;
        }

        return sending.IsCompletedSuccessfully ? new ValueTask<uint>(id) : PostedAsync(sending, id);
    }

    /// <summary>Nobody waits for the response to this request any more.</summary>
    public void Forget(uint requestId) => _pending.Take(requestId);

    /// <summary>Says goodbye and closes. Never takes longer than a second or two.</summary>
    public async Task CloseAsync()
    {
        if (!_lost.Task.IsCompleted)
        {
            try
            {
                using var grace = new CancellationTokenSource(CloseGrace, _time);
                using var message = new MessageBuffer();
                ServiceCodec.Encode(message, new CloseSecureChannelRequest { RequestHeader = RequestHeaders.Make(_time, CloseGrace) });
                await SendAsync(MessageType.CloseSecureChannel, _pending.Add(IgnoredResponse.Instance), message, grace.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (ChannelFault.IsExpected(exception))
            {
                // The peer is gone already: there is nobody to say goodbye to.
            }
        }

        await DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        End(new OpcUaException(StatusCodes.BadConnectionClosed, "The connection was closed by this client."));
        await _receiving.ConfigureAwait(false);
        await _renewing.ConfigureAwait(false);
        _end.Dispose();
        _frames.Dispose();
        _stop.Dispose();
    }

    static async Task<ClientChannel> GreetAsync(
        Stream stream, EndpointAddress address, ServerEndpoint endpoint, ConnectionOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var frames = new FrameBuffer(options.Limits.ReceiveBufferSize);
        try
        {
            var hello = new ArrayBufferWriter<byte>();
            HelloMessage.From(options.Limits, address.Url).Write(hello);
            await stream.WriteAsync(hello.WrittenMemory, cancellationToken).ConfigureAwait(false);

            ChunkHeader header;
            Memory<byte> chunk;
            while (!frames.TryTake(out header, out chunk))
                frames.Advance(await ReadSomeAsync(stream, frames.FreeSpace(), cancellationToken).ConfigureAwait(false));

            var body = chunk.Span[ChunkHeader.Length..];
            if (header.Type is MessageType.Error) throw TransportFault.FromPeer(ErrorMessage.Parse(body));
            if (header.Type is not MessageType.Acknowledge) TransportFault.Unexpected(header.Type, "an Acknowledge");
            var agreed = options.Limits.AgreedWith(AcknowledgeMessage.Parse(body));
            frames.LimitChunkSize(agreed.ReceiveBufferSize);
            return new ClientChannel(stream, frames, agreed, options, endpoint, time);
        }
        catch
        {
            frames.Dispose();
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    static async ValueTask<int> ReadSomeAsync(Stream stream, Memory<byte> space, CancellationToken cancellationToken)
    {
        var received = await stream.ReadAsync(space, cancellationToken).ConfigureAwait(false);
        if (received == 0) ThrowClosed();
        return received;
    }

    [DoesNotReturn]
    static void ThrowClosed() => throw new OpcUaException(StatusCodes.BadConnectionClosed, "The server closed the connection.");

    async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                // Not by ReadSomeAsync: a state machine less for each message.
                var received = await _stream.ReadAsync(_frames.FreeSpace(), _stop.Token).ConfigureAwait(false);
                if (received == 0) ThrowClosed();
                Volatile.Write(ref _lastReceived, _time.GetTimestamp());
                _frames.Advance(received);
                while (_frames.TryTake(out var header, out var chunk))
                {
                    if (_end.TryReceive(header, chunk, out var message)) Dispatch(message);
                }
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            End(exception);
        }
    }

    void Dispatch(in IncomingMessage message)
    {
        // A response to a request that timed out has nobody waiting: it is let go.
        var pending = _pending.Take(message.RequestId);
        if (pending is null) return;
        if (message.Abort is { } abort)
        {
            pending.Fail(new OpcUaException(abort.Fault, $"The server gave up its response: {abort.Reason}"));
            return;
        }

        try
        {
            pending.Complete(message.Body.Span);
        }
        catch (OpcUaException exception)
        {
            // One response that cannot be decoded fails its request; framing and sequence are intact, the channel goes on.
            pending.Fail(exception);
        }
    }

    async ValueTask<uint> PostedAsync(ValueTask sending, uint id)
    {
        try
        {
            await sending.ConfigureAwait(false);
            return id;
        }
        catch
        {
            _pending.Take(id);
            throw;
        }
    }

    // The usual case has no state machine: nobody else is sending, and the socket takes the whole message at once.
    ValueTask SendAsync(MessageType type, uint requestId, MessageBuffer message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _sending.Wait(0, CancellationToken.None) ? SendNow(type, requestId, message) : SendInTurnAsync(type, requestId, message, cancellationToken);
    }

    async ValueTask SendInTurnAsync(MessageType type, uint requestId, MessageBuffer message, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        await SendNow(type, requestId, message).ConfigureAwait(false);
    }

    /// <summary>Called by whoever has the turn, which ends here.</summary>
    ValueTask SendNow(MessageType type, uint requestId, MessageBuffer message)
    {
        ValueTask writing;
        try
        {
            writing = WriteAsync(_end.Seal(type, requestId, message));
        }
        catch (Exception exception)
        {
            _sending.Release();
            if (!IsEndOfSending(exception)) throw;
            throw SendingFailed(exception);
        }

        if (!writing.IsCompletedSuccessfully) return WrittenAsync(writing);
        _sending.Release();
        return default;
    }

    async ValueTask WrittenAsync(ValueTask writing)
    {
        try
        {
            await writing.ConfigureAwait(false);
        }
        catch (Exception exception) when (IsEndOfSending(exception))
        {
            throw SendingFailed(exception);
        }
        finally
        {
            _sending.Release();
        }
    }

    static bool IsEndOfSending(Exception exception) => exception is IOException or ObjectDisposedException or OperationCanceledException;

    OpcUaException SendingFailed(Exception exception)
    {
        End(exception);
        return new OpcUaException(StatusCodes.BadConnectionClosed, $"Sending failed: {exception.Message}", exception);
    }

    ValueTask WriteAsync(ReadOnlyMemory<byte> chunks)
    {
        var writing = _stream.WriteAsync(chunks, _stop.Token);
        return writing.IsCompletedSuccessfully ? default : WriteOutAsync(writing.AsTask());
    }

    // Half a chunk on the wire cannot be taken back: once begun, writing ends with its last byte or with the connection.
    async ValueTask WriteOutAsync(Task writing)
    {
        try
        {
            await writing.WaitAsync(_options.RequestTimeout, _time).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            // The peer's window is shut: a half-open connection. The bytes must be out of use before their buffer is.
            End(exception);
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new OpcUaException(StatusCodes.BadConnectionClosed, $"The server took nothing for {_options.RequestTimeout}.", exception);
        }
    }

    async Task OpenTokenAsync(SecurityTokenRequestType kind, CancellationToken cancellationToken)
    {
        var pending = new PendingResponse<OpenSecureChannelResponse>();
        var id = _pending.Add(pending);
        var header = RequestHeaders.Make(_time, _options.ConnectTimeout);
        var opening = ClientOpening.Start(_end, kind, Endpoint.Mode, _options.TokenLifetime, header);
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await WriteAsync(opening.Seal(_end, id)).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }

        var response = await pending.Response.WaitAsync(_options.ConnectTimeout, _time, cancellationToken).ConfigureAwait(false);
        opening.Complete(_end, response);
    }

    async Task RenewAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(_end.Tokens.RenewalIn, _time, _stop.Token).ConfigureAwait(false);
                // Trust may have been withdrawn since: a channel must not outlive it by months.
                if (Endpoint.Policy is not null) ServerEndpoint.Validate(_options, Endpoint.CertificateChain, Endpoint.Description.Server.ApplicationUri);
                await OpenTokenAsync(SecurityTokenRequestType.Renew, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            End(exception);
        }
    }

    void End(Exception reason)
    {
        if (!_lost.TrySetResult(reason)) return;
        _stop.Cancel();
        _stream.Dispose();
        _pending.FailAll(reason);
    }
}
