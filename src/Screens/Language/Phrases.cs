namespace Jinan.IndustryBrain.Screens.Language;

/// <summary>What the components of this library say.</summary>
public static class Phrases
{
    public static readonly Phrase Never = new("从未", "never");
    public static readonly Phrase JustNow = new("刚刚", "just now");
    public static readonly Phrase SecondsAgo = new("{0} 秒前", "{0} s ago");
    public static readonly Phrase MinutesAgo = new("{0} 分钟前", "{0} min ago");
    public static readonly Phrase HoursAgo = new("{0} 小时前", "{0} h ago");
    public static readonly Phrase DaysAgo = new("{0} 天前", "{0} d ago");
    public static readonly Phrase InFuture = new("超前本机时钟 {0} 秒", "{0} s ahead of our clock");
    public static readonly Phrase Loading = new("正在加载", "Loading");
    public static readonly Phrase Good = new("良好", "good");
    public static readonly Phrase Uncertain = new("不确定", "uncertain");
    public static readonly Phrase Bad = new("坏值", "bad");
    public static readonly Phrase NoValue = new("尚无数据", "no value yet");

    public static readonly Phrase Dark = new("深色", "Dark");
    public static readonly Phrase Light = new("浅色", "Light");
    public static readonly Phrase NotAnswering = new("以下为 {0} 的数据。", "What is shown is of {0}.");
    public static readonly Phrase NotAnsweringYet = new("会自动重试。", "It is asked again by itself.");

    public static readonly Phrase Covered = new("完整", "covered");
    public static readonly Phrase NotCovered = new("缺失", "not covered");
    public static readonly Phrase Filled = new("由历史补齐", "filled from history");
    public static readonly Phrase NotCollected = new("未采集", "not collected");
    public static readonly Phrase Pending = new("待确认", "pending");
    public static readonly Phrase CoverageOf = new("{0}：完整 {1}，补齐 {2}", "{0}: {1} covered, {2} filled");

    public static readonly Phrase Disconnected = new("连接断开", "disconnected");
    public static readonly Phrase Overflow = new("服务器队列溢出", "the server's queue overflowed");
    public static readonly Phrase MissingNotifications = new("通知丢失", "notifications missing");
    public static readonly Phrase LatestValueOnly = new("服务器只保留最新值", "the server keeps the latest value only");
    public static readonly Phrase Killed = new("采集器未运行", "the collector was not running");
    public static readonly Phrase BadNode = new("节点被服务器拒绝", "the server refuses the node");
    public static readonly Phrase RefusedByPolicy = new("被策略拒绝", "refused by policy");
    public static readonly Phrase Reconfigured = new("配置更改", "reconfigured");

    public static readonly Phrase TrendOf = new("{0} 的趋势图", "Trend of {0}");
    public static readonly Phrase TrendSummary = new("{0} 个点，最小 {1}，最大 {2}，最新 {3} {4}", "{0} points, minimum {1}, maximum {2}, newest {3} {4}");
    public static readonly Phrase Average = new("均值", "average");
    public static readonly Phrase Range = new("最小至最大", "minimum to maximum");
    public static readonly Phrase Estimate = new("结果", "answer");
    public static readonly Phrase IntervalWord = new("区间", "interval");
    public static readonly Phrase EstimateSummary = new("{0} 个结果，最低 {1}，最高 {2}，最新 {3} {4}", "{0} answers, lowest {1}, highest {2}, newest {3} {4}");
    public static readonly Phrase Interval = new("（{0} 区间 {1}–{2}）", "({0} interval {1}–{2})");
    public static readonly Phrase OpenInterval = new("（{0} 区间 {1}–{2} 以上）", "({0} interval {1}–{2} or more)");
    public static readonly Phrase NoDataInSpan = new("此时段没有数据。请选择更长的时段，或在“数据健康”中查看连接。", "No data in this span. Choose a longer one, or look at the connection under Data health.");
    public static readonly Phrase Share = new("{0}：{1}", "{0}: {1}");

    public static readonly Phrase TooFew = new("样本不足，已隐藏", "too few, hidden");
    public static readonly Phrase OneDominates = new("一家占比过高，已隐藏", "one makes up too much, hidden");
    public static readonly Phrase SuppressedWhy = new("公布的每个数字至少代表规定家数的互不关联企业，且不能由其他数字推出。", "Every figure shown stands for a least number of unrelated enterprises, and no hidden one can be worked out from others.");
    public static readonly Phrase LineageOf = new("{0}的来源", "Where {0} comes from");
    public static readonly Phrase Formula = new("公式", "Formula");
    public static readonly Phrase Inputs = new("输入", "Inputs");
    public static readonly Phrase Span = new("时段", "Period");
    public static readonly Phrase AgeWord = new("时效", "Age");
    public static readonly Phrase Coverage = new("数据完整性", "Coverage");
    public static readonly Phrase NotApplicable = new("不适用", "not applicable");
    public static readonly Phrase Kind = new("性质", "Kind");
    public static readonly Phrase Measured = new("实测", "measured");
    public static readonly Phrase Reported = new("上报", "reported");
    public static readonly Phrase Estimated = new("估算", "estimated");
    public static readonly Phrase Close = new("关闭", "Close");
    public static readonly Phrase ColumnsSummary = new("共 {0} 组，由低到高：{1}", "{0} groups, lowest to highest: {1}");

    /// <returns>The word for how a figure came about, or null for one that this version does not know.</returns>
    public static Phrase? BasisOf(string basis) => basis switch
    {
        "measured" => Measured,
        "reported" => Reported,
        "estimated" => Estimated,
        _ => null,
    };

    /// <returns>The word for a reason of the coverage ledger, or null for one that this version does not know.</returns>
    public static Phrase? ReasonOf(string? reason) => reason switch
    {
        "disconnected" => Disconnected,
        "overflow" => Overflow,
        "missingNotifications" => MissingNotifications,
        "latestValueOnly" => LatestValueOnly,
        "killed" => Killed,
        "badNode" => BadNode,
        "refusedByPolicy" => RefusedByPolicy,
        "reconfigured" => Reconfigured,
        _ => null,
    };
}
