using Jinan.IndustryBrain.Sidecar.PubSub;

namespace Jinan.IndustryBrain.Sidecar.Components;

/// <summary>A <c>Subscription</c> resource (v2alpha1): the same as what an application answers to <c>/dapr/subscribe</c>.</summary>
internal sealed record DeclaredSubscription(SubscriptionDefinition? Definition, IReadOnlyList<string>? Scopes)
{
    public static DeclaredSubscription Read(YamlFields resource)
    {
        resource.Only("a subscription", "apiVersion", "kind", "metadata", "spec", "scopes");
        var spec = resource.RequiredChild("spec");
        spec.Only("a subscription's spec", "pubsubname", "topic", "metadata", "routes", "deadLetterTopic", "bulkSubscribe");
        var routes = spec.RequiredChild("routes");
        routes.Only("routes", "rules", "default");
        var rules = routes.Children("rules").Select(rule => (rule.Required("match"), rule.Required("path"))).ToList();
        var metadata = spec.Child("metadata");
        var bulk = spec.Child("bulkSubscribe");
        bulk?.Only("bulkSubscribe", "enabled", "maxMessagesCount", "maxAwaitDurationMs");
        SubscriptionDefinition? definition = null;
        try
        {
            definition = new(
                spec.Required("pubsubname"),
                spec.Required("topic"),
                new RouteTable(rules, routes.Text("default")),
                metadata?.Flag("rawPayload") ?? false,
                spec.Text("deadLetterTopic"),
                bulk?.Flag("enabled") == true ? BulkSettings.Create(bulk.Number("maxMessagesCount"), bulk.Number("maxAwaitDurationMs")) : null);
        }
        catch (SubscriptionFaultException e)
        {
            spec.Fault(e.Message);
        }
        return new(definition, resource.Texts("scopes"));
    }

    public bool IsFor(string appId) => Scopes is null or [] || Scopes.Contains(appId);
}
