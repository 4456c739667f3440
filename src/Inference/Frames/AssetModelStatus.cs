using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Inference.Windows;

namespace Jinan.IndustryBrain.Inference.Frames;

/// <summary>A model on an asset as people see it.</summary>
/// <param name="State">Of the last window; computing before the first.</param>
internal sealed record AssetModelStatus(string AssetType, string Version, InsightState State, string? Reason, Insight? Last)
{
    public static IReadOnlyDictionary<InstanceKey, AssetModelStatus> Update(
        IReadOnlyDictionary<InstanceKey, AssetModelStatus> before, WindowEngine engine, IReadOnlyList<Insight> insights)
    {
        var last = insights.GroupBy(i => new InstanceKey(i.Asset, i.Model.Capsule, i.Model.Name)).ToDictionary(g => g.Key, g => g.Last());
        return engine.Instances.ToDictionary(
            i => new InstanceKey(i.Asset, i.Model.Key.Capsule, i.Model.Key.Model),
            i => Of(i, last, before));
    }

    private static AssetModelStatus Of(
        ModelInstance instance, Dictionary<InstanceKey, Insight> last, IReadOnlyDictionary<InstanceKey, AssetModelStatus> before)
    {
        var key = new InstanceKey(instance.Asset, instance.Model.Key.Capsule, instance.Model.Key.Model);
        if (last.TryGetValue(key, out var insight))
            return new AssetModelStatus(instance.AssetType, insight.Model.Version, insight.State, insight.Reason, insight);
        if (before.TryGetValue(key, out var known) && known.Last is not null)
            return known;
        var state = instance.Problem is null ? InsightState.Computing
            : instance.IsMisconfigured ? InsightState.NotConfigured : InsightState.InputMissing;
        return new AssetModelStatus(instance.AssetType, instance.Model.Capsule.Version, state, instance.Problem ?? "the first window is not over", null);
    }
}
