using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.EdgeConsole.Words;

/// <summary>What the pages of privacy and of the city's tasks say.</summary>
internal static class ExchangePhrases
{
    // Tasks
    public static readonly Phrase Tasks = new("城市任务", "Tasks");
    public static readonly Phrase NoTask = new("主管部门还没有下达任务", "The bureau has given no task yet");
    public static readonly Phrase NoTaskWhy = new("工厂自己定期向城市查询；没有任何连接从城市打到这里。", "The factory asks the city for them by itself; no connection is opened towards here.");
    public static readonly Phrase CityFault = new("暂时无法与城市交换（{0}）。已保存的内容不会丢失，会自动重试。", "Nothing can be exchanged with the city now ({0}). What is kept here is not lost; it is tried again by itself.");
    public static readonly Phrase NotOffered = new("这个城市还不提供预警上报或任务；会自动重试。", "This city does not take warnings or give tasks yet; it is asked again by itself.");
    public static readonly Phrase LastAsked = new("最近查询", "Asked last");
    public static readonly Phrase Task = new("任务", "Task");
    public static readonly Phrase Owner = new("负责人（主管部门）", "Owner at the bureau");
    public static readonly Phrase Due = new("截止", "Due");
    public static readonly Phrase Overdue = new("已逾期", "overdue");
    public static readonly Phrase AboutWarning = new("相关预警", "About this warning");
    public static readonly Phrase TaskOpen = new("待答复", "waits for an answer");
    public static readonly Phrase TaskAccepted = new("已接受", "accepted");
    public static readonly Phrase TaskAnswered = new("已完成，待确认", "answered");
    public static readonly Phrase TaskDeclined = new("已拒绝", "declined");
    public static readonly Phrase TaskClosed = new("已关闭", "closed");
    public static readonly Phrase Accept = new("接受", "Accept");
    public static readonly Phrase Answer = new("答复：已完成", "Answer: done");
    public static readonly Phrase Decline = new("拒绝", "Decline");
    public static readonly Phrase AnswerText = new("给主管部门的文字（拒绝时必填）", "Words for the bureau (needed to decline)");
    public static readonly Phrase SignedBy = new("署名（城市看到的名称）", "Signed by (as the city sees it)");
    public static readonly Phrase YourAnswers = new("本厂答复", "Answers of this factory");
    public static readonly Phrase AnswerWaiting = new("等待送达城市", "waits for the city");
    public static readonly Phrase AnswerSent = new("城市已收到", "the city has it");
    public static readonly Phrase AnswerRefused = new("城市未接受：{0}", "refused by the city: {0}");
    public static readonly Phrase SayWhy = new("请写明拒绝的原因。", "Say why it is declined.");
    public static readonly Phrase SayBy = new("请填写署名。", "Fill in who signs.");
    public static readonly Phrase Kept = new("答复已保存，正在发送。", "The answer is kept and on its way.");
    public static readonly Phrase EngineerOnly = new("需要工程师账号。", "An engineer's account is needed for this.");

    // Privacy
    public static readonly Phrase Privacy = new("数据出厂", "Privacy");
    public static readonly Phrase WhatLeaves = new("哪些数据离开工厂", "What leaves this factory");
    public static readonly Phrase RawStays = new("原始测量值从不离开工厂。下表逐项列出发送给城市的每个字段。", "Raw measurements never leave. This is every field that is sent to the city, one by one.");
    public static readonly Phrase Field = new("字段", "Field");
    public static readonly Phrase Purpose = new("用途", "What for");
    public static readonly Phrase Leaves = new("是否出厂", "Leaves");
    public static readonly Phrase Always = new("总是", "always");
    public static readonly Phrase WithWarning = new("随每条获准的预警", "with each warning that leaves");
    public static readonly Phrase WithAnswer = new("随本厂人员的答复", "with an answer that somebody here writes");
    public static readonly Phrase Never = new("从不", "never");
    public static readonly Phrase Released = new("策略允许", "released by the policy");
    public static readonly Phrase NotReleased = new("策略不允许", "held back by the policy");
    public static readonly Phrase Insights = new("模型结果（洞察）", "Insights");
    public static readonly Phrase NamedWarnings = new("具名预警", "Named warnings");
    public static readonly Phrase TaskAnswers = new("任务答复", "Answers to tasks");
    public static readonly Phrase LastPayload = new("最近一次发送的内容", "The last payload as it was sent");
    public static readonly Phrase NothingSent = new("这类数据还没有发送过。", "Nothing of this kind has been sent yet.");
    public static readonly Phrase Policy = new("披露策略", "Disclosure policy");
    public static readonly Phrase PolicyIs = new("主管部门可以看到本厂哪些具名预警，由工厂自己决定；收紧后，已发送的内容会被撤回。", "The factory decides which of its named warnings the bureau sees; what was sent before is taken back when it decides for less.");
    public static readonly Phrase PolicyBy = new("由 {0} 于 {1} 设定", "set by {0} at {1}");
    public static readonly Phrase PolicyDefault = new("从未设定：不发送任何具名预警", "never set: no named warning leaves");
    public static readonly Phrase ReleaseNothing = new("不发送", "none");
    public static readonly Phrase ReleaseConfirmed = new("仅已确认的故障", "those that were confirmed");
    public static readonly Phrase ReleaseAll = new("所有预警", "all");
    public static readonly Phrase WhichWarnings = new("发送哪些预警", "Which warnings leave");
    public static readonly Phrase WhichFields = new("允许的字段", "Fields that are released");
    public static readonly Phrase Apply = new("应用策略", "Apply the policy");
    public static readonly Phrase Applied = new("策略已生效。", "The policy holds from now on.");
    public static readonly Phrase WaitingReports = new("等待城市确认的报告", "Reports that wait for the city");
    public static readonly Phrase RefusedReport = new("城市未接受预警 {0} 的报告：{1}", "The city does not take the report of {0}: {1}");
    public static readonly Phrase Exports = new("出厂记录", "Export log");
    public static readonly Phrase ExportsIs = new("每次发送都先记录再发出；记录不了就不发送。", "Everything is written down before it leaves; what cannot be written down is not sent.");
    public static readonly Phrase Time = new("时间", "Time");
    public static readonly Phrase Kind = new("种类", "Kind");
    public static readonly Phrase Items = new("条数", "Items");
    public static readonly Phrase Size = new("大小", "Size");
    public static readonly Phrase Digest = new("摘要（SHA-256）", "Digest (SHA-256)");
    public static readonly Phrase Outcome = new("结果", "Outcome");
    public static readonly Phrase Acknowledged = new("城市已确认", "acknowledged");
    public static readonly Phrase RefusedWith = new("未接受 {0}", "refused {0}");
    public static readonly Phrase NoAnswer = new("无应答", "no answer");
    public static readonly Phrase Unfinished = new("发送中或被中断", "being sent, or cut off");
    public static readonly Phrase NoExport = new("还没有任何数据出厂", "Nothing has left yet");
    public static readonly Phrase Receipts = new("谁查看了本厂的具名预警", "Who at the bureau looked at named warnings");
    public static readonly Phrase NoReceipt = new("还没有人查看过。", "Nobody has looked yet.");
    public static readonly Phrase Viewer = new("查看人", "Viewer");
    public static readonly Phrase FieldsSeen = new("可见字段", "Fields that were there to see");
    public static readonly Phrase NoFields = new("仅状态和时间", "state and times alone");

    // Fields of the policy
    public static readonly Phrase FieldLevel = new("级别", "level");
    public static readonly Phrase FieldAssetType = new("机器类型", "type of the machine");
    public static readonly Phrase FieldAsset = new("机器编号", "the machine's id");
    public static readonly Phrase FieldModelKind = new("模型种类", "kind of model");
    public static readonly Phrase FieldSignals = new("主要信号名称", "names of the signals that contributed most");
    public static readonly Phrase FieldValue = new("模型结果与单位", "the model's answer with its unit");
    public static readonly Phrase FieldEvidence = new("依据摘要", "digest of the evidence");
    public static readonly Phrase FieldNote = new("给主管部门的备注", "note for the bureau");
}
