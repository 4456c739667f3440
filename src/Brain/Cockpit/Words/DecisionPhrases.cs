using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Cockpit.Words;

/// <summary>What needs a decision, in one sentence each; the sector's name comes first.</summary>
internal static class DecisionPhrases
{
    public static readonly Phrase Shared = new(
        "{0}：至少 {1} 家互不关联企业出现同类异常“{2}”（{3}）", "{0}: at least {1} unrelated enterprises share the anomaly '{2}' ({3})");
    public static readonly Phrase Alarms = new("{0}：{1} 家工厂处于报警", "{0}: {1} factories are in alarm");
    public static readonly Phrase Fell = new("{0}：{1}较此前均值下降 {2}", "{0}: {1} is {2} below what it was");
    public static readonly Phrase Thin = new("{0}：{1}的数据完整性仅 {2}", "{0}: coverage behind {1} is only {2}");
    public static readonly Phrase OldBySeconds = new("{0}：{1} 秒没有新数据", "{0}: no new data for {1} s");
    public static readonly Phrase Old = new("{0}：{1} 分钟没有新数据", "{0}: no new data for {1} minutes");
    public static readonly Phrase Silent = new("{0}：近 {1} 个时段没有任何数据", "{0}: no data at all in the last {1} periods");
}
