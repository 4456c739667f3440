using Jinan.IndustryBrain.Brain.Tasks;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Cockpit.Words;

/// <summary>What overview, map and sector pages say.</summary>
internal static class FigurePhrases
{
    public static readonly Phrase Decisions = new("今日待决策", "Needs a decision today");
    public static readonly Phrase NoDecision = new("按既定规则，目前没有需要决策的事项。", "By the stated rules nothing needs a decision now.");
    public static readonly Phrase MostDecisions = new("最多五项，最紧急的在前", "at most five, the most urgent first");
    public static readonly Phrase High = new("紧急", "urgent");
    public static readonly Phrase Medium = new("关注", "watch");
    public static readonly Phrase RuleShared = new("同类异常", "Shared anomaly");
    public static readonly Phrase RuleAlarm = new("报警工厂", "Factories in alarm");
    public static readonly Phrase RuleFell = new("健康下降", "Health fell");
    public static readonly Phrase RuleThin = new("完整性不足", "Thin coverage");
    public static readonly Phrase RuleOld = new("数据过旧", "Old data");

    public static readonly Phrase Sector = new("行业", "Sector");
    public static readonly Phrase District = new("区县", "District");
    public static readonly Phrase Factories = new("接入工厂", "Factories connected");
    public static readonly Phrase Machines = new("监测机器", "Machines watched");
    public static readonly Phrase HealthSpread = new("健康分布", "Health distribution");
    public static readonly Phrase Health = new("健康", "Health");
    public static readonly Phrase Quality = new("质量", "Quality");
    public static readonly Phrase Warnings = new("预警工厂", "Factories warning");
    public static readonly Phrase Alarms = new("报警工厂", "Factories in alarm");
    public static readonly Phrase Normal = new("正常工厂", "Factories normal");
    public static readonly Phrase DataAge = new("数据时效", "Data age");
    public static readonly Phrase NoModel = new("无此类模型", "no such model");
    public static readonly Phrase NoFigure = new("无数据", "no data");
    public static readonly Phrase LevelsOf = new("{0}：{1}", "{0}: {1}");
    public static readonly Phrase LevelCount = new("{0} {1}", "{0} {1}");

    public static readonly Phrase NothingYet = new("尚无已公布的数据", "No figure has been published yet");
    public static readonly Phrase NothingYetDo = new(
        "工厂的洞察到达后，每个时段（{0}）结束时公布一次，此页自动更新。若一直没有，请检查工厂的上行链路与网关。",
        "Figures are made once a period ({0}) when insights of factories have come, and appear here by themselves. If none do, look at the factories' uplinks and the gateway.");
    public static readonly Phrase KNote = new(
        "每个数字至少代表 {0} 家互不关联企业；不足的显示为“样本不足，已隐藏”。",
        "Every figure stands for at least {0} unrelated enterprises; others are shown as too few, hidden.");

    public static readonly Phrase InsightsBehind = new("（{1} 家互不关联企业的 {0} 条）", " ({0} of {1} unrelated enterprises)");
    public static readonly Phrase EnterprisesBehind = new("（{0} 家互不关联企业）", " ({0} unrelated enterprises)");

    // Map
    public static readonly Phrase MapTitle = new("济南市区县分布（示意）", "Jinan's districts (schematic)");
    public static readonly Phrase Show = new("着色依据", "Colour by");
    public static readonly Phrase Density = new("接入密度", "Density");
    public static readonly Phrase HealthShare = new("无预警工厂占比", "Factories without warning");
    public static readonly Phrase NoneRegistered = new("无登记工厂", "none registered");
    public static readonly Phrase Layout = new("“四聚多园”布局", "The plan's layout: four clusters, many parks");
    public static readonly Phrase Cluster = new("四聚", "cluster");
    public static readonly Phrase Park = new("多园", "park");
    public static readonly Phrase PlanRole = new("规划定位", "Role in the plan");
    public static readonly Phrase Less = new("少", "less");
    public static readonly Phrase More = new("多", "more");
    public static readonly Phrase FactoriesOf = new("{0} 家", "{0} factories");
    public static readonly Phrase ChooseTile = new("选择一个区县查看详情（Tab 移动，回车选择）。", "Choose a district for more (Tab moves, Enter chooses).");

    // Sector
    public static readonly Phrase Spread = new("{0}：工厂分布", "{0}: spread over factories");
    public static readonly Phrase SpreadHint = new(
        "工厂均值由低到高，每项为至少 {0} 家互不关联企业的均值。", "Means of factories, lowest to highest; each is the mean of at least {0} unrelated enterprises.");
    public static readonly Phrase TrendOf = new("{0}：趋势", "{0}: trend");
    public static readonly Phrase TrendHint = new("每点一个时段（{0}）的行业均值；未公布的时段留空。", "One point a period ({0}); gaps are periods that are not published.");
    public static readonly Phrase SharedAnomalies = new("同类异常", "Shared anomalies");
    public static readonly Phrase SharedHint = new("至少 {0} 家互不关联企业出现相同主导信号的预警或报警。", "The same leading signal at warning or alarm in at least {0} unrelated enterprises.");
    public static readonly Phrase NoShared = new("没有达到家数的同类异常。", "No anomaly is shared by that many.");
    public static readonly Phrase Signal = new("主导信号", "Leading signal");
    public static readonly Phrase Indicator = new("指标", "Indicator");
    public static readonly Phrase Enterprises = new("企业", "Enterprises");
    public static readonly Phrase AtLeast = new("至少 {0} 家", "at least {0}");
    public static readonly Phrase InDistricts = new("各区县", "By district");
    public static readonly Phrase NoTrend = new("尚无可画的时段。", "There is no period to draw yet.");
    public static readonly Phrase Seconds = new("{0} 秒", "{0} s");
    public static readonly Phrase Minutes = new("{0} 分钟", "{0} min");
    public static readonly Phrase Hours = new("{0} 小时", "{0} h");

    public static string Span(this Texts t, TimeSpan span) => span switch
    {
        { TotalHours: >= 1 } => t[Hours, span.TotalHours.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)],
        { TotalMinutes: >= 1 } => t[Minutes, span.TotalMinutes.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)],
        _ => t[Seconds, span.TotalSeconds],
    };

    /// <returns>The rule's short name; the rule itself where it is somebody else's without one.</returns>
    public static string Rule(this Texts t, string rule) => rule switch
    {
        "shared-fault" => t[RuleShared],
        "factories-in-alarm" => t[RuleAlarm],
        "health-fell" => t[RuleFell],
        "thin-coverage" => t[RuleThin],
        "old-data" or "no-data" => t[RuleOld],
        TaskDecisions.Overdue or TaskDecisions.Answered => t[WorkPhrases.Tasks],
        _ => rule,
    };
}
