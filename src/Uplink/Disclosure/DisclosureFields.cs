using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Tasks;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.Uplink.Sending;

namespace Jinan.IndustryBrain.Uplink.Disclosure;

/// <summary>
/// Every field that could leave, and whether it does. Nothing here is written down twice: the fields are those of the
/// contracts, and what leaves is found by sending an example through the same code that sends the real ones.
/// </summary>
internal static class DisclosureFields
{
    public const string Always = "always";
    public const string Never = "never";

    private static readonly Insight Example = new()
    {
        Id = "id",
        Factory = "factory",
        Enterprise = "enterprise",
        Sector = "sector",
        Asset = "asset",
        AssetType = "type",
        Model = new ModelReference("capsule", "1.0.0", "digest", "model", "health_index"),
        Window = new InsightWindow("context", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "batch"),
        State = InsightState.Computed,
        Reason = "reason",
        Value = 1,
        Unit = "1",
        Interval = new PredictionInterval(0, 2, 0.9) { IsOpen = true },
        Label = "label",
        Level = InsightLevel.Alarm,
        Contributions = [new Contribution("signal", 1)],
        Evidence = new Evidence(["asset/signal"], 1, 1, "digest", 1, 1, 1),
        Retrospective = true,
        Hops = new HopTimes(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch),
    };

    private static readonly WarningCase ExampleCase = new()
    {
        Id = "id",
        Revision = 1,
        Factory = "factory",
        Enterprise = "enterprise",
        Sector = "sector",
        Asset = "asset",
        AssetType = "type",
        State = WarningState.Confirmed,
        Level = InsightLevel.Alarm,
        Raised = DateTimeOffset.UnixEpoch,
        Changed = DateTimeOffset.UnixEpoch,
        Confirmed = DateTimeOffset.UnixEpoch,
        Worst = Example,
        Insights = 1,
        NoteForCity = "note",
    };

    public static IReadOnlyList<DisclosedField> All { get; } = [.. OfInsights(), .. OfWarnings(), .. OfAnswers()];

    /// <summary>Paths of all leaves of a contract's JSON, such as <c>model.version</c> or <c>contributions[].share</c>.</summary>
    public static IEnumerable<string> PathsOf(JsonTypeInfo type, string prefix = "")
    {
        foreach (var property in type.Properties)
        {
            var path = prefix + property.Name;
            var inner = ContractsJson.Default.GetTypeInfo(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType)!;
            if (inner.Kind == JsonTypeInfoKind.Enumerable)
            {
                path += "[]";
                inner = ContractsJson.Default.GetTypeInfo(inner.ElementType!)!;
            }

            if (inner.Kind == JsonTypeInfoKind.Object)
            {
                foreach (var deeper in PathsOf(inner, path + "."))
                    yield return deeper;
            }
            else
            {
                yield return path;
            }
        }
    }

    /// <summary>Paths of the leaves that are there in a document.</summary>
    public static IEnumerable<string> PathsIn(JsonElement element, string prefix = "") => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => PathsIn(member.Value, prefix.Length == 0 ? member.Name : $"{prefix}.{member.Name}")),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => PathsIn(item, prefix + "[]")).Distinct(),
        _ => [prefix],
    };

    private static IEnumerable<DisclosedField> OfInsights()
    {
        var sent = PathsIn(JsonSerializer.SerializeToElement(DisclosureContract.Project(Example), ContractsJson.Default.Insight)).ToHashSet();
        return PathsOf(ContractsJson.Default.Insight).Select(path => new DisclosedField(Payloads.Insights, path, sent.Contains(path) ? Always : Never));
    }

    private static IEnumerable<DisclosedField> OfWarnings()
    {
        var bare = Released();
        var byField = Enum.GetValues<WarningField>()
            .SelectMany(field => Released(field).Except(bare).Select(path => (path, field)))
            .ToDictionary(released => released.path, released => JsonSerializer.SerializeToElement(released.field).GetString()!);
        return PathsOf(ContractsJson.Default.WarningReport).Select(path => new DisclosedField(
            Payloads.Warnings, path, byField.TryGetValue(path, out var field) ? field : Always));
    }

    private static HashSet<string> Released(params WarningField[] fields) =>
        [.. PathsIn(JsonSerializer.SerializeToElement(
            new DisclosurePolicy { Releases = WarningRelease.All, Fields = fields }.Apply(ExampleCase)!, ContractsJson.Default.WarningReport))];

    // What a person writes to the bureau.
    private static IEnumerable<DisclosedField> OfAnswers() =>
        PathsOf(ContractsJson.Default.TaskAnswer).Select(path => new DisclosedField(Payloads.TaskAnswers, path, Always));
}

/// <summary>A field of what is sent.</summary>
/// <param name="Kind">See <see cref="Payloads"/>.</param>
/// <param name="Path">Within the JSON.</param>
/// <param name="Leaves"><c>always</c>, <c>never</c>, or the <see cref="WarningField"/> that releases it.</param>
internal sealed record DisclosedField(string Kind, string Path, string Leaves);
