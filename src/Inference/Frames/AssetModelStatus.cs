using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.Inference.Insights;
using Jinan.IndustryBrain.Inference.Windows;

namespace Jinan.IndustryBrain.Inference.Frames;

/// <summary>A model on an asset as people see it.</summary>
/// <param name="State">Of the last window; computing before the first.</param>
internal sealed record AssetModelStatus(string AssetType, string Version, InsightState State, Sentence? Reason, Insight? Last)
{
    public static IReadOnlyDictionary<InstanceKey, AssetModelStatus> Update(
        IReadOnlyDictionary<InstanceKey, AssetModelStatus> before, WindowEngine engine, IReadOnlyList<MadeInsight> made)
    {
        var last = made.GroupBy(m => new InstanceKey(m.Insight.Asset, m.Insight.Model.Capsule, m.Insight.Model.Name)).ToDictionary(g => g.Key, g => g.Last());
        return engine.Instances.ToDictionary(
            i => new InstanceKey(i.Asset, i.Model.Key.Capsule, i.Model.Key.Model),
            i => Of(i, last, before));
    }

    private static AssetModelStatus Of(
        ModelInstance instance, Dictionary<InstanceKey, MadeInsight> last, IReadOnlyDictionary<InstanceKey, AssetModelStatus> before)
    {
        var key = new InstanceKey(instance.Asset, instance.Model.Key.Capsule, instance.Model.Key.Model);
        if (last.TryGetValue(key, out var made))
            return new AssetModelStatus(instance.AssetType, made.Insight.Model.Version, made.Insight.State, made.Reason, made.Insight);
        if (before.TryGetValue(key, out var known) && known.Last is not null)
            return known;
        var state = instance.Problem is null ? InsightState.Computing
            : instance.IsMisconfigured ? InsightState.NotConfigured : InsightState.InputMissing;
        return new AssetModelStatus(instance.AssetType, instance.Model.Capsule.Version, state, instance.Problem ?? InsightSentences.FirstWindowOpen.Of(), null);
    }
}
