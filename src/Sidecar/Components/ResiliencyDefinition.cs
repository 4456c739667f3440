using System.Globalization;
using Jinan.IndustryBrain.Sidecar.PubSub;

namespace Jinan.IndustryBrain.Sidecar.Components;

/// <summary>
/// The part of a <c>Resiliency</c> resource that is carried out here: retries of deliveries to the application, by
/// pub/sub component. All else is refused, because a policy that is read and not applied is worse than none.
/// </summary>
internal sealed record ResiliencyDefinition(IReadOnlyDictionary<string, RedeliveryPolicy> Inbound, IReadOnlyList<string>? Scopes)
{
    public static ResiliencyDefinition Read(YamlFields resource)
    {
        resource.Only("a resiliency", "apiVersion", "kind", "metadata", "spec", "scopes");
        var spec = resource.RequiredChild("spec");
        spec.Only("a resiliency's spec", "policies", "targets");
        var policies = spec.RequiredChild("policies");
        policies.Only("policies", "retries");
        var retries = policies.RequiredChild("retries");
        var byName = retries.Keys.ToDictionary(name => name, name => ReadRetry(retries.RequiredChild(name)));

        var targets = spec.RequiredChild("targets");
        targets.Only("targets", "components");
        var components = targets.RequiredChild("components");
        var inbound = new Dictionary<string, RedeliveryPolicy>();
        foreach (var name in components.Keys)
        {
            var component = components.RequiredChild(name);
            component.Only($"the target '{name}'", "inbound");
            var direction = component.RequiredChild("inbound");
            direction.Only($"the target '{name}', inbound,", "retry");
            var policy = direction.Required("retry");
            if (byName.TryGetValue(policy, out var found))
                inbound[name] = found;
            else
                direction.Fault($"retry '{policy}' is not among policies.retries", "retry");
        }
        return new(inbound, resource.Texts("scopes"));
    }

    public bool IsFor(string appId) => Scopes is null or [] || Scopes.Contains(appId);

    private static RedeliveryPolicy ReadRetry(YamlFields retry)
    {
        retry.Only("a retry", "policy", "duration", "maxInterval", "maxRetries");
        var kind = retry.Text("policy") ?? "constant";
        if (kind is not ("constant" or "exponential"))
            retry.Fault($"policy is '{kind}'; it must be constant or exponential", "policy");
        var constant = Duration(retry, "duration") ?? TimeSpan.FromSeconds(5);
        return kind == "exponential"
            // daprd takes its library's 500 ms as the first interval; `duration` is for constant ones.
            ? new(TimeSpan.FromMilliseconds(500), Duration(retry, "maxInterval") ?? TimeSpan.FromSeconds(60), retry.Number("maxRetries") ?? -1)
            : new(constant, constant, retry.Number("maxRetries") ?? -1);
    }

    private static TimeSpan? Duration(YamlFields fields, string key)
    {
        if (fields.Text(key) is not { } text)
            return null;
        if (DurationText.TryParse(text, out var duration) && duration > TimeSpan.Zero)
            return duration;
        fields.Fault($"{key} is '{text}'; write it like 500ms, 5s, 1m or 1h", key);
        return null;
    }
}

/// <summary>Durations as Go writes them, one unit: 500ms, 5s, 1m, 1h.</summary>
internal static class DurationText
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var digits = text.AsSpan().TrimEnd("mshu");
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;
        TimeSpan? unit = text[digits.Length..] switch
        {
            "ms" => TimeSpan.FromMilliseconds(1),
            "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            _ => null,
        };
        duration = unit * number ?? default;
        return unit is not null;
    }
}
