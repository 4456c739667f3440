using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Tasks;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Cockpit.Words;

/// <summary>What the page of warnings and tasks says.</summary>
internal static class WorkPhrases
{
    public static readonly Phrase WarningsAndTasks = new("预警与任务", "Warnings & tasks");
    public static readonly Phrase Warnings = new("预警", "Warnings");
    public static readonly Phrase Tasks = new("任务", "Tasks");
    public static readonly Phrase NamedHint = new(
        "仅显示工厂按其披露策略公开的内容；每次查看都会告知工厂。", "Only what factories release by their disclosure policies is shown; the factory is told who looked.");
    public static readonly Phrase NotReleased = new("未公开", "not released");
    public static readonly Phrase Factory = new("工厂", "Factory");
    public static readonly Phrase Sector = new("行业", "Sector");
    public static readonly Phrase State = new("状态", "State");
    public static readonly Phrase Raised = new("发生", "Raised");
    public static readonly Phrase Changed = new("更新", "Changed");
    public static readonly Phrase Level = new("级别", "Level");
    public static readonly Phrase Asset = new("机器", "Machine");
    public static readonly Phrase AssetType = new("机器类型", "Type of machine");
    public static readonly Phrase ModelKind = new("模型", "Model");
    public static readonly Phrase Signals = new("主要信号", "Signals");
    public static readonly Phrase Value = new("数值", "Value");
    public static readonly Phrase Evidence = new("依据", "Evidence");
    public static readonly Phrase EvidenceOf = new("洞察 {0}，摘要 {1}", "insight {0}, digest {1}");
    public static readonly Phrase Note = new("工厂说明", "Factory's note");
    public static readonly Phrase NoWarnings = new("没有公开的预警", "No warning was released");
    public static readonly Phrase NoWarningsDo = new(
        "工厂在边缘控制台设定披露策略；公开后出现在这里。", "Factories set their disclosure policies in the edge console; what they release appears here.");
    public static readonly Phrase Withdrawn = new("工厂已撤回此预警，城市只保留其编号。", "The factory took this warning back; the city has kept its id alone.");
    public static readonly Phrase NoSuchWarning = new("没有此预警。", "There is no such warning.");
    public static readonly Phrase All = new("全部", "all");
    public static readonly Phrase Filter = new("筛选", "Filter");
    public static readonly Phrase Show = new("查看", "Show");
    public static readonly Phrase ShowNamed = new("查看 {0}", "Show {0}");
    public static readonly Phrase Back = new("返回列表", "Back to the list");
    public static readonly Phrase More = new("更多", "More");

    // Tasks
    public static readonly Phrase MakeTask = new("派发任务", "Make a task");
    public static readonly Phrase MakeTaskOf = new("就此预警派发任务", "Make a task of this warning");
    public static readonly Phrase Title = new("标题", "Title");
    public static readonly Phrase Text = new("内容", "Text");
    public static readonly Phrase Owner = new("负责人", "Owner");
    public static readonly Phrase Due = new("截止日期", "Due");
    public static readonly Phrase Overdue = new("逾期", "overdue");
    public static readonly Phrase Created = new("创建", "Made");
    public static readonly Phrase AboutWarning = new("相关预警", "About the warning");
    public static readonly Phrase NoTasks = new("没有任务", "There is no task");
    public static readonly Phrase NoTasksDo = new("可在预警页派发，或在此新建。", "Make one of a warning, or here.");
    public static readonly Phrase History = new("经过", "History");
    public static readonly Phrase Save = new("保存", "Save");
    public static readonly Phrase Close = new("关闭任务", "Close the task");
    public static readonly Phrase Reopen = new("退回工厂", "Give it back to the factory");
    public static readonly Phrase Remark = new("说明", "Remark");
    public static readonly Phrase RemarkHint = new("退回时必填，工厂可见", "needed to give it back; the factory sees it");
    public static readonly Phrase Stale = new("此任务刚被他人更改，请核对后再操作。", "Somebody changed this task since. Look at it again, and decide again.");
    public static readonly Phrase Done = new("已保存。", "Saved.");
    public static readonly Phrase TaskMade = new("任务已派发，工厂下次同步时收到。", "The task is made; the factory gets it when it asks next.");
    public static readonly Phrase NoSuchTask = new("没有此任务。", "There is no such task.");
    public static readonly Phrase FromFactory = new("工厂", "factory");
    public static readonly Phrase FromBureau = new("本局", "bureau");
    public static readonly Phrase By = new("{0}（{1}）", "{0} ({1})");

    // Why a task cannot be made or changed
    public static readonly Phrase NoFactory = new("登记册中没有工厂“{0}”。", "The city's register does not hold the factory '{0}'.");
    public static readonly Phrase BadTitle = new("标题为空、超过 {0} 个字符或含换行。", "The title is empty, longer than {0} characters, or has more than one line.");
    public static readonly Phrase BadText = new("内容超过 {0} 个字符，或含控制字符。", "The text is longer than {0} characters, or holds control characters.");
    public static readonly Phrase BadOwner = new("负责人须为 1 至 {0} 个字符。", "The owner is not a name of 1 to {0} characters.");
    public static readonly Phrase DueIsOver = new("截止日期 {0} 已过：请用今天（{1}）或之后的日期。", "The due date {0} is over: use today, {1}, or later.");
    public static readonly Phrase NotReleasedBy = new("工厂“{0}”没有公开预警“{1}”，或已撤回。", "'{0}' has released no warning '{1}', or took it back.");
    public static readonly Phrase IsClosed = new("任务已关闭；请先退回工厂再更改。", "The task is closed. Open it again first.");
    public static readonly Phrase IsClosedAlready = new("任务已经关闭。", "The task is closed already.");
    public static readonly Phrase IsOpenAlready = new("任务已在工厂处。", "The task is open already.");
    public static readonly Phrase SayWhy = new("请向工厂说明为何退回。", "Say to the factory why the task is open again.");
    public static readonly Phrase TextTooLong = new("加上此说明后，任务内容超过 {0} 个字符。", "With this the task's text is longer than {0} characters.");

    // States of a warning
    public static readonly Phrase WarningOpen = new("未处理", "open");
    public static readonly Phrase WarningAcknowledged = new("处理中", "acknowledged");
    public static readonly Phrase WarningConfirmed = new("已确认", "confirmed");
    public static readonly Phrase WarningRejected = new("误报", "false alarm");
    public static readonly Phrase WarningKnownMaintenance = new("计划检修", "known maintenance");
    public static readonly Phrase WarningClosed = new("已关闭", "closed");

    // States of a task
    public static readonly Phrase TaskOpen = new("待工厂处理", "waits for the factory");
    public static readonly Phrase TaskAccepted = new("工厂处理中", "accepted");
    public static readonly Phrase TaskAnswered = new("工厂已答复", "answered");
    public static readonly Phrase TaskDeclined = new("工厂已拒绝", "declined");
    public static readonly Phrase TaskClosed = new("已关闭", "closed");

    // What happened to a task
    public static readonly Phrase EventCreated = new("派发", "made");
    public static readonly Phrase EventChanged = new("更改", "changed");
    public static readonly Phrase EventAnswered = new("答复", "answered");
    public static readonly Phrase EventClosed = new("关闭", "closed");
    public static readonly Phrase EventReopened = new("退回", "given back");

    public static Phrase Of(WarningState state) => state switch
    {
        WarningState.Open => WarningOpen,
        WarningState.Acknowledged => WarningAcknowledged,
        WarningState.Confirmed => WarningConfirmed,
        WarningState.Rejected => WarningRejected,
        WarningState.KnownMaintenance => WarningKnownMaintenance,
        _ => WarningClosed,
    };

    public static Phrase Of(InsightLevel level) => level switch
    {
        InsightLevel.Alarm => CityPhrases.LevelAlarm,
        InsightLevel.Warning => CityPhrases.LevelWarning,
        InsightLevel.Ok => CityPhrases.LevelOk,
        _ => CityPhrases.LevelNone,
    };

    public static Phrase Of(TaskState state) => state switch
    {
        TaskState.Open => TaskOpen,
        TaskState.Accepted => TaskAccepted,
        TaskState.Answered => TaskAnswered,
        TaskState.Declined => TaskDeclined,
        _ => TaskClosed,
    };

    public static Phrase OfEvent(string kind) => kind switch
    {
        "created" => EventCreated,
        "changed" => EventChanged,
        "answered" => EventAnswered,
        "closed" => EventClosed,
        _ => EventReopened,
    };
}
