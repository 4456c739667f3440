using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jinan.IndustryBrain.Sidecar.Apps;
using Jinan.IndustryBrain.Sidecar.PubSub;

namespace Jinan.IndustryBrain.Sidecar.Api.Grpc;

/// <summary>The Dapr API over gRPC: publish, secrets, metadata and shutdown. State is in its own file.</summary>
internal sealed partial class DaprService(AppShutdown shutdown) : DaprServiceBase
{
    public override async Task<Empty> PublishEvent(PublishEventRequest request, ServerCallContext context)
    {
        var app = App(context);
        var broker = app.Components.PubSub(request.PubsubName);
        await broker.PublishAsync(
            app.AppId,
            new(Topic(request.Topic), request.Data.Memory, request.DataContentType, request.Metadata.AsReadOnly()),
            context.GetHttpContext().Trace(),
            context.CancellationToken);
        return new();
    }

    public override async Task<BulkPublishResponse> BulkPublishEvent(BulkPublishRequest request, ServerCallContext context)
    {
        var app = App(context);
        var broker = app.Components.PubSub(request.PubsubName);
        var topic = Topic(request.Topic);
        var entries = request.Entries.Select(entry => new PublishRequest(topic, entry.Event.Memory, entry.ContentType, Merge(request.Metadata, entry.Metadata))).ToList();
        var failures = await broker.PublishAllAsync(app.AppId, entries, context.GetHttpContext().Trace(), context.CancellationToken);
        var response = new BulkPublishResponse();
        foreach (var (index, error) in failures)
            response.FailedEntries.Add(new BulkPublishResponseFailedEntry { EntryId = request.Entries[index].EntryId, Error = error.Message });
        return response;
    }

    public override Task<BulkPublishResponse> BulkPublishEventAlpha1(BulkPublishRequest request, ServerCallContext context) =>
        BulkPublishEvent(request, context);

    public override Task<GetSecretResponse> GetSecret(GetSecretRequest request, ServerCallContext context)
    {
        var store = App(context).Components.SecretStore(request.StoreName);
        var secret = store.Find(request.Key) ?? throw DaprErrors.SecretGet(store.Name, request.Key);
        return Task.FromResult(new GetSecretResponse { Data = { [request.Key] = secret } });
    }

    public override Task<GetBulkSecretResponse> GetBulkSecret(GetBulkSecretRequest request, ServerCallContext context)
    {
        var response = new GetBulkSecretResponse();
        foreach (var (key, secret) in App(context).Components.SecretStore(request.StoreName).All())
            response.Data[key] = new SecretResponse { Secrets = { [key] = secret } };
        return Task.FromResult(response);
    }

    public override Task<GetMetadataResponse> GetMetadata(GetMetadataRequest request, ServerCallContext context)
    {
        var metadata = AppMetadata.Describe(App(context));
        var response = new GetMetadataResponse { Id = metadata.Id, RuntimeVersion = metadata.RuntimeVersion };
        foreach (var component in metadata.Components)
            response.RegisteredComponents.Add(new RegisteredComponents { Name = component.Name, Type = component.Type, Version = component.Version, Capabilities = { component.Capabilities } });
        foreach (var subscription in metadata.Subscriptions)
        {
            response.Subscriptions.Add(new PubsubSubscription
            {
                PubsubName = subscription.PubSubName,
                Topic = subscription.Topic,
                DeadLetterTopic = subscription.DeadLetterTopic,
                Type = subscription.Type == "DECLARATIVE" ? PubsubSubscriptionType.Declarative : PubsubSubscriptionType.Programmatic,
                Metadata = { subscription.Metadata.ToDictionary() },
                Rules = new() { Rules = { subscription.Rules.Select(rule => new PubsubSubscriptionRule { Match = rule.Match, Path = rule.Path }) } },
            });
        }
        response.ExtendedMetadata.Add(metadata.Extended.ToDictionary());
        if (metadata.AppConnectionProperties is { } connection)
            response.AppConnectionProperties = new() { Port = connection.Port, Protocol = connection.Protocol, ChannelAddress = connection.ChannelAddress };
        return Task.FromResult(response);
    }

    public override Task<Empty> SetMetadata(SetMetadataRequest request, ServerCallContext context)
    {
        App(context).ExtendedMetadata[request.Key] = request.Value;
        return Task.FromResult(new Empty());
    }

    public override Task<Empty> Shutdown(ShutdownRequest request, ServerCallContext context)
    {
        shutdown.Begin(App(context));
        return Task.FromResult(new Empty());
    }

    private static AppEndpoint App(ServerCallContext context) => context.GetHttpContext().App();

    private static string Topic(string topic) => topic.Length > 0 ? topic : throw DaprErrors.TopicMissing();

    private static Dictionary<string, string> Merge(IDictionary<string, string> common, IDictionary<string, string> own)
    {
        var merged = new Dictionary<string, string>(common);
        foreach (var (name, value) in own)
            merged[name] = value;
        return merged;
    }
}
