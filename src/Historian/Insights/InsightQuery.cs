using System.Text.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;

namespace Jinan.IndustryBrain.Historian.Insights;

/// <summary>Which insights: by the end of their window, and optionally by asset, model and state.</summary>
/// <param name="Model">Capsule, model, or <c>capsule/model</c>.</param>
internal sealed record InsightQuery(
    string? Asset, string? Model, InsightState? State, DateTimeOffset From, DateTimeOffset To, int Limit)
{
    public static IReadOnlyList<string> StateNames { get; } = [.. Enum.GetValues<InsightState>().Select(NameOf)];

    /// <summary>The state's name in JSON.</summary>
    public static string NameOf(InsightState state) =>
        JsonSerializer.Serialize(state, ContractsJson.Default.InsightState).Trim('"');

    public static bool TryParseState(string text, out InsightState state)
    {
        foreach (var candidate in Enum.GetValues<InsightState>())
        {
            if (string.Equals(NameOf(candidate), text, StringComparison.OrdinalIgnoreCase))
            {
                state = candidate;
                return true;
            }
        }
        state = default;
        return false;
    }
}
