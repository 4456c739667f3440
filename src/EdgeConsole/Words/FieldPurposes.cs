using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.EdgeConsole.Words;

/// <summary>
/// What each field that could leave is for. Which fields there are, and whether they leave, the uplink says; a test holds this
/// table to the contracts, so that no field is without its purpose.
/// </summary>
internal static class FieldPurposes
{
    public static readonly Phrase Schema = new("报文格式的版本", "version of the format");
    public static readonly Phrase Id = new("编号，重复发送不会重复计数", "its id, so that sending it twice counts once");
    public static readonly Phrase Factory = new("发送的工厂", "the factory that sends it");
    public static readonly Phrase Enterprise = new("所属企业，用于匿名性判断", "its enterprise, to keep figures anonymous");
    public static readonly Phrase Sector = new("所属行业，用于汇总", "its sector, to sum up");
    public static readonly Phrase Asset = new("机器编号；城市只给本厂人员看", "the machine; at the city shown to this factory's people alone");
    public static readonly Phrase AssetType = new("机器类型", "type of the machine");
    public static readonly Phrase Capsule = new("给出结果的模型包", "the capsule that answered");
    public static readonly Phrase Version = new("模型包版本", "version of the capsule");
    public static readonly Phrase CapsuleDigest = new("模型包摘要，可核对是哪一个", "digest of the capsule, to tell which it was");
    public static readonly Phrase ModelName = new("模型包内的模型", "the model within the capsule");
    public static readonly Phrase ModelKind = new("模型种类，如健康指数", "kind of model, such as a health index");
    public static readonly Phrase WindowKind = new("窗口种类", "kind of window");
    public static readonly Phrase WindowFrom = new("窗口开始", "beginning of the window");
    public static readonly Phrase WindowTo = new("窗口结束", "end of the window");
    public static readonly Phrase Context = new("批次、晶圆或循环的编号", "id of the batch, wafer or cycle");
    public static readonly Phrase State = new("有没有结果", "whether there is an answer");
    public static readonly Phrase Reason = new("没有结果的原因；是自由文本，可能引用数值", "why there is no answer; free text that may quote a value");
    public static readonly Phrase Value = new("模型结果", "the model's answer");
    public static readonly Phrase Unit = new("结果的单位", "unit of the answer");
    public static readonly Phrase Interval = new("结果的区间；留在本厂，城市的指标不需要它", "the interval around the answer; stays here, no figure of the city needs it");
    public static readonly Phrase Label = new("质量等级", "the quality class");
    public static readonly Phrase Level = new("是否达到预警或报警阈值", "whether a threshold is reached");
    public static readonly Phrase Contributor = new("影响结果的信号名称", "name of a signal that contributed");
    public static readonly Phrase Share = new("该信号的影响比例", "its share in the answer");
    public static readonly Phrase EvidenceSignals = new("窗口用到的信号名称（没有数值）", "names of the signals of the window, no values");
    public static readonly Phrase Coverage = new("窗口数据的完整性", "how much of the window was covered");
    public static readonly Phrase Values = new("窗口内有多少个值（不是数值本身）", "how many values the window held, not the values");
    public static readonly Phrase Digest = new("数据摘要，供回放时核对；不能还原数据", "digest of the values to hold a replay against; they cannot be had from it");
    public static readonly Phrase Place = new("数据在本厂日志中的位置", "where the values lie in this factory's log");
    public static readonly Phrase Retrospective = new("是否为补传的历史数据", "whether it is back-filled history");
    public static readonly Phrase Hop = new("经过各环节的时间，用于计算延迟", "when a hop handled it, to tell the delay");
    public static readonly Phrase Stored = new("城市存储的时间，由城市填写", "when the city stored it; the city fills it in");
    public static readonly Phrase Revision = new("第几次报告", "which report of the case it is");
    public static readonly Phrase CaseState = new("处理到哪一步", "how far the people here are with it");
    public static readonly Phrase Raised = new("发生时间", "when it arose");
    public static readonly Phrase Changed = new("最近变化的时间", "when it changed last");
    public static readonly Phrase Withdrawn = new("已撤回，城市须删除内容", "taken back: the city forgets what it was");
    public static readonly Phrase TopSignals = new("影响最大的信号名称，最多三个", "names of the three signals that contributed most");
    public static readonly Phrase Insight = new("对应的模型结果编号", "id of the insight behind it");
    public static readonly Phrase Note = new("工厂人员写给主管部门的备注", "what somebody here wrote for the bureau");
    public static readonly Phrase AnsweredTask = new("答复的任务", "the task that is answered");
    public static readonly Phrase AnswerState = new("接受、完成或拒绝", "accepted, done or declined");
    public static readonly Phrase AnswerText = new("答复文字", "the words of the answer");
    public static readonly Phrase SignedBy = new("署名", "who signed it");
    public static readonly Phrase AnsweredAt = new("答复时间", "when it was answered");

    private static readonly Dictionary<(string Kind, string Path), Phrase> Table = new()
    {
        [("insights", "schema")] = Schema,
        [("insights", "id")] = Id,
        [("insights", "factory")] = Factory,
        [("insights", "enterprise")] = Enterprise,
        [("insights", "sector")] = Sector,
        [("insights", "asset")] = Asset,
        [("insights", "assetType")] = AssetType,
        [("insights", "model.capsule")] = Capsule,
        [("insights", "model.version")] = Version,
        [("insights", "model.digest")] = CapsuleDigest,
        [("insights", "model.name")] = ModelName,
        [("insights", "model.kind")] = ModelKind,
        [("insights", "window.kind")] = WindowKind,
        [("insights", "window.from")] = WindowFrom,
        [("insights", "window.to")] = WindowTo,
        [("insights", "window.context")] = Context,
        [("insights", "state")] = State,
        [("insights", "reason")] = Reason,
        [("insights", "value")] = Value,
        [("insights", "unit")] = Unit,
        [("insights", "interval.low")] = Interval,
        [("insights", "interval.high")] = Interval,
        [("insights", "interval.coverage")] = Interval,
        [("insights", "interval.isOpen")] = Interval,
        [("insights", "label")] = Label,
        [("insights", "level")] = Level,
        [("insights", "contributions[].signal")] = Contributor,
        [("insights", "contributions[].share")] = Share,
        [("insights", "evidence.signals[]")] = EvidenceSignals,
        [("insights", "evidence.coverage")] = Coverage,
        [("insights", "evidence.values")] = Values,
        [("insights", "evidence.digest")] = Digest,
        [("insights", "evidence.epoch")] = Place,
        [("insights", "evidence.firstSequence")] = Place,
        [("insights", "evidence.lastSequence")] = Place,
        [("insights", "retrospective")] = Retrospective,
        [("insights", "hops.source")] = Hop,
        [("insights", "hops.collected")] = Hop,
        [("insights", "hops.computed")] = Hop,
        [("insights", "hops.uplinked")] = Hop,
        [("insights", "hops.stored")] = Stored,

        [("warnings", "schema")] = Schema,
        [("warnings", "id")] = Id,
        [("warnings", "revision")] = Revision,
        [("warnings", "factory")] = Factory,
        [("warnings", "enterprise")] = Enterprise,
        [("warnings", "sector")] = Sector,
        [("warnings", "state")] = CaseState,
        [("warnings", "raised")] = Raised,
        [("warnings", "changed")] = Changed,
        [("warnings", "withdrawn")] = Withdrawn,
        [("warnings", "level")] = Level,
        [("warnings", "assetType")] = AssetType,
        [("warnings", "asset")] = Asset,
        [("warnings", "modelKind")] = ModelKind,
        [("warnings", "signals[]")] = TopSignals,
        [("warnings", "value")] = Value,
        [("warnings", "unit")] = Unit,
        [("warnings", "evidence.insight")] = Insight,
        [("warnings", "evidence.digest")] = Digest,
        [("warnings", "note")] = Note,

        [("task-answers", "id")] = Id,
        [("task-answers", "task")] = AnsweredTask,
        [("task-answers", "state")] = AnswerState,
        [("task-answers", "text")] = AnswerText,
        [("task-answers", "by")] = SignedBy,
        [("task-answers", "at")] = AnsweredAt,
    };

    public static IReadOnlyCollection<(string Kind, string Path)> Known => Table.Keys;

    /// <returns>Null for a field that this version does not know.</returns>
    public static Phrase? Of(string kind, string path) => Table.GetValueOrDefault((kind, path));
}
