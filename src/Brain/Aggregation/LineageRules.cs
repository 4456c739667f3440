using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Aggregation;

/// <summary>How a kind of figure is made, in words for people of both languages; the API tells the English ones.</summary>
internal sealed record LineageRule(string Name, Phrase Formula, Phrase Inputs, string Basis = LineageRule.Measured)
{
    public const string Measured = "measured";
    public const string Reported = "reported";
    public const string Estimated = "estimated";
}

/// <summary>The rules by name.</summary>
internal static class LineageRules
{
    private static readonly Phrase ComputedInsights = new(
        "窗口结束于该时段、已计算且非回溯的洞察", "computed insights, not retrospective, whose window ends in the period");

    public static readonly LineageRule MeanOfInsights = new(
        "mean-of-insights",
        new("数值之和 ÷ 洞察数", "sum of values / number of insights, over computed insights whose window ends in the period"),
        ComputedInsights);

    public static readonly LineageRule FactoriesConnected = new(
        "factories-connected",
        new("有洞察到达的工厂数（窗口结束于该时段）", "number of factories of which an insight came whose window ends in the period"),
        new("各工厂的洞察，包括未能计算的", "insights of factories, those without a value too"));

    public static readonly LineageRule FactoriesByLevel = new(
        "factories-by-level",
        new("按各工厂最严重级别分类的工厂数", "number of factories by the worst level of each"),
        ComputedInsights);

    public static readonly LineageRule MachinesWatched = new(
        "machines-watched",
        new("有已计算洞察的机器数", "number of machines with a computed insight"),
        ComputedInsights);

    public static readonly LineageRule ShareWithoutWarning = new(
        "share-without-warning",
        new("最严重级别为“正常”的工厂数 ÷ 接入工厂数", "factories whose worst level is ok / factories connected"),
        ComputedInsights);

    public static readonly LineageRule SpreadOfFactories = new(
        "spread-of-factories",
        new(
            "工厂均值由低到高排序，每至少 k 家互不关联企业为一组，取组内均值",
            "means of factories in order, cut into groups of at least k unrelated enterprises, each told by its mean"),
        ComputedInsights);

    public static readonly LineageRule SharedFault = new(
        "shared-fault",
        new(
            "同一主导信号在至少 k 家互不关联企业触发预警或报警；不公布具体家数",
            "the same leading signal at level warning or alarm in at least k unrelated enterprises; how many is not told"),
        new("预警和报警级洞察中贡献最大的信号", "the signal that contributed most to insights at level warning or alarm"));

    public static readonly LineageRule DropOfMean = new(
        "drop-of-mean",
        new("最新时段均值与此前已公布时段均值的平均之比", "mean of the newest period against the average of the published periods before it"),
        new("已公布的行业均值", "published means of the sector"));

    public static readonly LineageRule NewestPeriod = new(
        "newest-period",
        new("当前时间 − 最新已公布时段的结束时间", "now less the end of the newest period that has a figure"),
        new("已公布时段", "published periods"));

    public static readonly LineageRule TasksWaiting = new(
        "tasks-waiting",
        new("过了截止日期仍未关闭的任务数；工厂已答复或拒绝、待负责人决定的任务数", "tasks that are not closed and whose day is over; tasks that wait for their owners after the factory answered or declined"),
        new("本局的任务记录", "the bureau's own records of tasks"));

    private static readonly Dictionary<string, LineageRule> ByName = new[]
    {
        MeanOfInsights, FactoriesConnected, FactoriesByLevel, MachinesWatched, ShareWithoutWarning, SpreadOfFactories, SharedFault,
        DropOfMean, NewestPeriod, TasksWaiting,
    }.ToDictionary(rule => rule.Name);

    /// <returns>Null for a rule of somebody else, who has words of his own.</returns>
    public static LineageRule? Find(string name) => ByName.GetValueOrDefault(name);

    public static Lineage Of(LineageRule rule, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now, double? coverage = null) => new(
        rule.Name, rule.Formula.English, rule.Inputs.English, rule.Basis, from, to, (now - to).TotalSeconds, coverage);
}
