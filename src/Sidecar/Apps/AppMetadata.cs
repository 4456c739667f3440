using System.Text.Json;
using System.Text.Json.Serialization;

namespace Jinan.IndustryBrain.Sidecar.Apps;

/// <summary>What the metadata call tells about an application and its sidecar, in the shape of the HTTP API.</summary>
internal sealed record AppMetadata(
    string Id,
    string RuntimeVersion,
    IReadOnlyList<AppMetadata.Component> Components,
    IReadOnlyList<AppMetadata.Subscription> Subscriptions,
    [property: JsonPropertyName("extended")] IReadOnlyDictionary<string, string> Extended,
    AppMetadata.Connection? AppConnectionProperties)
{
    /// <summary>Not a release of Dapr: clients that ask for a version must not take it for one.</summary>
    public const string Version = "industrybrain-0.1.0";

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static AppMetadata Describe(AppEndpoint app) => new(
        app.AppId,
        Version,
        [.. app.Components.Definitions.Select(definition => new Component(definition.Name, definition.Type, definition.Version, Capabilities(definition.Type)))],
        [.. (app.Subscriptions?.Active ?? []).Select(active => new Subscription(
            active.Definition.PubSub,
            active.Definition.Topic,
            [.. active.Definition.Routes.Rules.Select(rule => new Rule(rule.Match, rule.Path)), .. Default(active.Definition.Routes.Default)],
            active.Definition.DeadLetterTopic ?? "",
            active.IsDeclared ? "DECLARATIVE" : "PROGRAMMATIC",
            active.Definition.RawPayload ? new Dictionary<string, string> { ["rawPayload"] = "true" } : []))],
        new Dictionary<string, string>(app.ExtendedMetadata) { ["daprRuntimeVersion"] = Version },
        app.Channel is null ? null : new(app.Channel.Port, "http", "127.0.0.1"));

    private static IEnumerable<Rule> Default(string? path) => path is null ? [] : [new("", path)];

    private static IReadOnlyList<string> Capabilities(string type) => type switch
    {
        Sidecar.Components.ComponentTypes.State => ["ETAG", "TRANSACTIONAL", "TTL"],
        Sidecar.Components.ComponentTypes.PubSub => ["BULK_PUBLISH", "BULK_SUBSCRIBE", "MESSAGE_TTL"],
        _ => [],
    };

    internal sealed record Component(string Name, string Type, string Version, IReadOnlyList<string> Capabilities);

    internal sealed record Subscription(
        [property: JsonPropertyName("pubsubname")] string PubSubName,
        string Topic,
        IReadOnlyList<Rule> Rules,
        string DeadLetterTopic,
        string Type,
        IReadOnlyDictionary<string, string> Metadata);

    internal sealed record Rule(string Match, string Path);

    internal sealed record Connection(int Port, string Protocol, string ChannelAddress);
}
