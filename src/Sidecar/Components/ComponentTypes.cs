using Jinan.IndustryBrain.Sidecar.Configuration;
using Jinan.IndustryBrain.Sidecar.PubSub;
using Jinan.IndustryBrain.Sidecar.Secrets;
using Jinan.IndustryBrain.Sidecar.State;

namespace Jinan.IndustryBrain.Sidecar.Components;

/// <summary>The component types that are served here, and how their metadata is read.</summary>
internal static class ComponentTypes
{
    public const string PubSub = "pubsub.industrybrain";
    public const string State = "state.sqlite";
    public const string FileSecrets = "secretstores.local.file";
    public const string EnvironmentSecrets = "secretstores.local.env";

    /// <summary>What to do about a component that is not served here.</summary>
    public static string Refuse(ComponentDefinition definition) =>
        $"type '{definition.Type}' is not served by this sidecar, which is for one machine and knows {PubSub}, {State}, {FileSecrets} and {EnvironmentSecrets}. "
        + (definition.Type switch
        {
            "pubsub.in-memory" => $"It also loses messages on errors. Use {PubSub}.",
            _ when definition.Type.StartsWith("pubsub.", StringComparison.Ordinal) => $"Use {PubSub} here, or run the application with daprd, which connects to that broker.",
            _ when definition.Type.StartsWith("state.", StringComparison.Ordinal) => $"Use {State} here, or run the application with daprd.",
            _ => "Run the application with daprd, or limit the component's scopes and remove its file from this folder.",
        });

    public static PubSubOptions ReadPubSub(
        ComponentDefinition definition, IReadOnlyDictionary<string, SecretStore> secrets, SidecarOptions options, List<string> faults)
    {
        var settings = new ComponentSettings(definition, secrets, faults,
            "allowedTopics", "protectedTopics", "publishingScopes", "subscriptionScopes",
            "maxTopicBytes", "retainUnreadBytes", "maxTopics", "maxInFlight", "maxUnfinished", "deliveryTimeout");
        // An envelope with its data as base64 is a third larger than the body that was let in; twice leaves room for escapes.
        var largest = options.Limits.BodyBytes * 2L + (64 << 10);
        var topicBytes = settings.Number("maxTopicBytes", 1L << 30, largest * 4, long.MaxValue);
        // Segments go whole, so a small topic needs small ones; each must hold the largest message.
        var segment = Math.Max(largest * 2, Math.Min(16L << 20, topicBytes / 8));
        return new(definition.Name, Path.Combine(options.DataFolder, "pubsub", definition.Name), new(settings.Values))
        {
            SegmentBytes = segment,
            MaxMessageBytes = (int)largest,
            MaxTopicBytes = topicBytes,
            RetainUnreadBytes = settings.Number("retainUnreadBytes", 64L << 20, 0, long.MaxValue),
            MaxTopics = (int)settings.Number("maxTopics", 256, 1, 10_000),
            MaxInFlight = (int)settings.Number("maxInFlight", 32, 1, 1000),
            MaxUnfinished = (int)settings.Number("maxUnfinished", 1000, 1, 100_000),
            DeliveryTimeout = settings.Duration("deliveryTimeout", TimeSpan.FromSeconds(60)),
        };
    }

    public static StateStoreOptions ReadState(
        ComponentDefinition definition, IReadOnlyDictionary<string, SecretStore> secrets, SidecarOptions options, List<string> faults)
    {
        var settings = new ComponentSettings(definition, secrets, faults, "connectionString", "keyPrefix", "cleanupInterval", "actorStateStore");
        var file = settings.Text("connectionString", Path.Combine("state", definition.Name + ".db"));
        // daprd takes URIs with options as well; what they set is fixed here.
        if (file.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            file = file[5..];
        if (file.Contains('?', StringComparison.Ordinal) || file.Contains(":memory:", StringComparison.Ordinal))
            settings.Fault($"metadata 'connectionString' is '{file}'; give the path of a file, without options");
        if (settings.Values.TryGetValue("actorStateStore", out var actors) && bool.TryParse(actors, out var isActors) && isActors)
            settings.Fault("metadata 'actorStateStore' is true, and actors are not served here; run the application with daprd");
        var cleanup = settings.Duration("cleanupInterval", TimeSpan.FromHours(1));
        return new(definition.Name, Path.Combine(options.DataFolder, file), new(settings.Text("keyPrefix", "appid")), cleanup > TimeSpan.Zero ? cleanup : null);
    }

    public static FileSecretStore? ReadFileSecrets(ComponentDefinition definition, SidecarOptions options, List<string> faults)
    {
        var settings = new ComponentSettings(definition, new Dictionary<string, SecretStore>(), faults, "secretsFile", "nestedSeparator");
        var file = settings.Text("secretsFile", "");
        if (file.Length > 0)
            return new(definition.Name, Path.Combine(options.ResourcesPath, file), settings.Text("nestedSeparator", ":"));
        settings.Fault("metadata 'secretsFile' is missing");
        return null;
    }
}
