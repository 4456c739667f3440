using Jinan.IndustryBrain.Fuzz.Capture;
using Jinan.IndustryBrain.Fuzz.Mutation;
using Jinan.IndustryBrain.Fuzz.Running;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.Fuzz.Targets;

/// <summary>The client's channel against a hostile server: every request ends, with a response or with what a peer may cause.</summary>
internal sealed class ClientTargets
{
    readonly Mutator _mutator = new([.. CapturedCorpus.All.Select(message => message.Bytes).Where(bytes => bytes.Length < 6_000)], 7_000);
    readonly ConnectionOptions _options = new() { EndpointUrl = "opc.tcp://hostile:4840", RequestTimeout = TimeSpan.FromSeconds(30), ConnectTimeout = TimeSpan.FromSeconds(30), Limits = FuzzLimits.Transport };
    readonly NotificationBatch _batch = new BatchPool(1, () => { }).Rent();

    public async Task ChannelAsync(FuzzRandom random, SentBytes sent)
    {
        using var peer = new HostilePeer(random, sent, _mutator, answers: 7);
        var address = OpcUaConnection.Validated(_options);
        ClientChannel channel;
        try
        {
            channel = await ClientChannel.OpenAsync(address, ServerEndpoint.Unsecured, _options, (_, _) => ValueTask.FromResult<Stream>(peer), TimeProvider.System, CancellationToken.None);
        }
        catch (Exception refused) when (IsThePeersFault(refused))
        {
            return;
        }

        await using (channel)
        {
            var publish = new PublishRequestOf(_batch);
            await Task.WhenAll(
                EndsAsync(PublishAsync(channel, publish)),
                EndsAsync(AskAsync<ReadResponse>(channel, new ReadRequest())),
                EndsAsync(AskAsync<BrowseResponse>(channel, new BrowseRequest())),
                EndsAsync(AskAsync<CreateSessionResponse>(channel, new CreateSessionRequest())),
                EndsAsync(AskAsync<CreateMonitoredItemsResponse>(channel, new CreateMonitoredItemsRequest())),
                EndsAsync(AskAsync<CallResponse>(channel, new CallRequest())),
                EndsAsync(AskAsync<WriteResponse>(channel, new WriteRequest())));
            if (await channel.Lost is var reason && !IsThePeersFault(reason)) throw new RuleBrokenException("The channel ended by a fault of ours.", reason);
        }
    }

    static Task AskAsync<T>(ClientChannel channel, IServiceRequest request)
        where T : IServiceResponse, IIdentifiedStructure<T> =>
        channel.RequestAsync<T>(request, TimeSpan.FromSeconds(30), CancellationToken.None);

    static async Task PublishAsync(ClientChannel channel, PublishRequestOf pending)
    {
        using var message = new MessageBuffer();
        ServiceCodec.Encode(message, new PublishRequest());
        await channel.PostAsync(pending, message, CancellationToken.None);
        await pending.Ended;
    }

    static async Task EndsAsync(Task request)
    {
        try
        {
            await request;
        }
        catch (Exception refused) when (IsThePeersFault(refused))
        {
        }
    }

    // A time-out would mean that a request waits although its connection has ended; a status that is not bad would pass for success.
    static bool IsThePeersFault(Exception exception) =>
        exception is not (TimeoutException or OpcUaException { StatusCode.IsBad: false }) && ChannelFault.IsExpected(exception);

    sealed class PublishRequestOf(NotificationBatch batch) : PendingRequest
    {
        static readonly Acknowledgements None = new();
        readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ended => _ended.Task;

        public override void Complete(ReadOnlySpan<byte> body)
        {
            batch.DecodePublish(body, 0, 0, None);
            batch.Resolve(1, 10);
            _ended.TrySetResult();
        }

        public override void Fail(Exception reason) => _ended.TrySetException(reason);
    }
}
