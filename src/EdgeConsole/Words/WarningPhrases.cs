using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.EdgeConsole.Words;

/// <summary>What the pages of warnings and their messages say.</summary>
internal static class WarningPhrases
{
    // List
    public static readonly Phrase OpenWarnings = new("未结预警", "Open warnings");
    public static readonly Phrase OpenWarningsOf = new("{0} 的未结预警：{1}", "Open warnings of {0}: {1}");
    public static readonly Phrase Warnings = new("预警", "Warnings");
    public static readonly Phrase OpenOnly = new("未结", "Open");
    public static readonly Phrase All = new("全部", "All");
    public static readonly Phrase Show = new("显示", "Show");
    public static readonly Phrase Machine = new("机器", "Machine");
    public static readonly Phrase Level = new("级别", "Level");
    public static readonly Phrase State = new("状态", "State");
    public static readonly Phrase Raised = new("发生", "Raised");
    public static readonly Phrase Changed = new("最近变化", "Last change");
    public static readonly Phrase Says = new("模型结果", "What the model says");
    public static readonly Phrase Count = new("次数", "Times");
    public static readonly Phrase NoneOpen = new("没有未结的预警", "No warning is open");
    public static readonly Phrase NoneOpenWhy = new(
        "模型结果达到预警或报警阈值时，这里会自动出现一条，每台机器一条。",
        "One arises by itself, a machine at a time, when a model's answer reaches its warning or alarm threshold.");
    public static readonly Phrase NoneAtAll = new("还没有任何预警", "There has been no warning yet");
    public static readonly Phrase By = new("操作人", "By");
    public static readonly Phrase Note = new("备注", "Note");

    // States
    public static readonly Phrase Open = new("未处理", "open");
    public static readonly Phrase Acknowledged = new("处理中", "acknowledged");
    public static readonly Phrase Confirmed = new("已确认故障", "confirmed");
    public static readonly Phrase Rejected = new("误报", "rejected");
    public static readonly Phrase KnownMaintenance = new("已知检修", "known maintenance");
    public static readonly Phrase Closed = new("已关闭", "closed");

    // Case
    public static readonly Phrase Case = new("预警 · {0}", "Warning · {0}");
    public static readonly Phrase BackToList = new("返回预警列表", "Back to the warnings");
    public static readonly Phrase NoSuchCase = new("没有此预警", "There is no such warning");
    public static readonly Phrase NoSuchCaseDo = new("它可能属于另一个工厂。请从列表中选择。", "It may be of another factory. Choose from the list.");
    public static readonly Phrase Facts = new("情况", "What is known");
    public static readonly Phrase Model = new("模型", "Model");
    public static readonly Phrase TimesSaid = new("{0} 次结果达到阈值", "{0} answers reached a threshold");
    public static readonly Phrase WentOn = new("判为误报之后模型又同样提示 {0} 次；级别升高或恢复正常后再次超限才会重新提示。", "After it was rejected the model said the same {0} times; it is raised again when the level gets worse, or after the model was well in between.");
    public static readonly Phrase ToMachine = new("查看机器", "Look at the machine");
    public static readonly Phrase History = new("经过", "History");
    public static readonly Phrase WhatToDo = new("处理", "What to do");
    public static readonly Phrase ViewerOnly = new("处理预警需要工程师账号。", "Acting on a warning needs an engineer's account.");
    public static readonly Phrase Acknowledge = new("开始处理", "Acknowledge");
    public static readonly Phrase Confirm = new("确认故障", "Confirm the fault");
    public static readonly Phrase Reject = new("判为误报", "Reject: false alarm");
    public static readonly Phrase Close = new("关闭", "Close");
    public static readonly Phrase Reopen = new("重新打开", "Reopen");
    public static readonly Phrase Maintain = new("已知检修", "Known maintenance");
    public static readonly Phrase MaintainFor = new("检修时长（小时）", "Maintenance for (hours)");
    public static readonly Phrase NoteForColleagues = new("给同事的备注（不出厂）", "Note for colleagues (stays here)");
    public static readonly Phrase NoteForCity = new("给主管部门的备注（仅在披露策略允许时发送）", "Note for the bureau (sent only if the disclosure policy releases it)");
    public static readonly Phrase AddNote = new("添加备注", "Add the note");
    public static readonly Phrase AddNoteForCity = new("设为给主管部门的备注", "Make it the note for the bureau");
    public static readonly Phrase CityNoteIs = new("给主管部门的备注：{0}", "Note for the bureau: {0}");

    // Known maintenance
    public static readonly Phrase UntilOf = new("检修至 {0}", "maintenance until {0}");
    public static readonly Phrase KnownMaintenanceTitle = new("已知检修", "Known maintenance");
    public static readonly Phrase InMaintenance = new("已知检修中的机器", "Machines in known maintenance");
    public static readonly Phrase InMaintenanceMark = new("检修中", "in maintenance");
    public static readonly Phrase PastMaintenance = new("以往检修（最近 90 天）", "Past maintenance (the last 90 days)");
    public static readonly Phrase Since = new("自", "Since");
    public static readonly Phrase Until = new("至", "Until");
    public static readonly Phrase HeldBack = new("期间未提示", "Held back meanwhile");
    public static readonly Phrase HowItEnded = new("结束方式", "How it ended");
    public static readonly Phrase BeginMaintenance = new("登记检修", "Say that a machine is worked on");
    public static readonly Phrase BeginMaintenanceOf = new("登记本机检修", "Say that this machine is worked on");
    public static readonly Phrase BeginMaintenanceDoes = new(
        "到结束时间为止，该机器的预警只计数、不提示；未结预警随之登记为已知检修。",
        "Until its end, warnings of the machine are counted and not raised; one that is open goes to known maintenance with it.");
    public static readonly Phrase ChooseMachine = new("选择机器…", "Choose a machine…");
    public static readonly Phrase EndsAt = new("结束时间", "Ends at");
    public static readonly Phrase Begin = new("开始检修", "Begin the maintenance");
    public static readonly Phrase ChangeEnd = new("更改结束时间", "Change the end");
    public static readonly Phrase ChangeEndOf = new("更改结束时间：{0}", "Change the end: {0}");
    public static readonly Phrase EndNow = new("立即结束", "End now");
    public static readonly Phrase EndNowOf = new("立即结束：{0}", "End now: {0}");
    public static readonly Phrase ChangeOf = new("更改 {0} 的检修", "Change the maintenance of {0}");
    public static readonly Phrase Began = new("登记检修", "began");
    public static readonly Phrase EndChanged = new("更改结束时间", "end changed");
    public static readonly Phrase EndedByHand = new("提前结束", "ended by hand");
    public static readonly Phrase Superseded = new("由预警中登记的检修取代", "superseded by one from a warning");
    public static readonly Phrase EndedAsPlanned = new("到时结束", "as planned");

    // History
    public static readonly Phrase EventRaised = new("模型提示", "raised by the model");
    public static readonly Phrase EventEscalated = new("级别升高", "the level got worse");
    public static readonly Phrase EventAcknowledged = new("开始处理", "acknowledged");
    public static readonly Phrase EventConfirmed = new("确认故障", "confirmed");
    public static readonly Phrase EventRejected = new("判为误报", "rejected");
    public static readonly Phrase EventMaintained = new("登记为已知检修", "set to known maintenance");
    public static readonly Phrase EventClosed = new("关闭", "closed");
    public static readonly Phrase EventReopened = new("重新打开", "reopened");
    public static readonly Phrase EventNote = new("备注", "note");
    public static readonly Phrase EventNoteForCity = new("给主管部门的备注", "note for the bureau");
    public static readonly Phrase EventTest = new("测试", "test");
    public static readonly Phrase Automatic = new("自动", "by itself");

    // Outcomes
    public static readonly Phrase NotNow = new("状态已被他人更改，请查看最新情况。", "Somebody was faster: the state has changed. Look at it again.");
    public static readonly Phrase AnotherIsOpen = new("该机器已有另一条未结预警。", "The machine has another open warning.");
    public static readonly Phrase TextMissing = new("请先填写备注。", "Write a note first.");
    public static readonly Phrase TextTooLong = new("备注最多 {0} 个字符。", "A note has at most {0} characters.");
    public static readonly Phrase UntilNotUsable = new("检修须在将来结束，最晚在 90 天后。", "Maintenance ends in the future, 90 days from now at the latest.");
    public static readonly Phrase Done = new("已保存。", "Saved.");

    // Evidence
    public static readonly Phrase Evidence = new("依据回放", "Evidence replay");
    public static readonly Phrase EvidenceOf = new("当时的窗口 {0} – {1}，{2} 个值", "The window that led to it: {0} – {1}, {2} values");
    public static readonly Phrase ChooseInsight = new("第几次提示", "Which answer");
    public static readonly Phrase Replaying = new("正在核对存储的数据…", "The stored values are checked…");
    public static readonly Phrase Equal = new("已回放：摘要一致，存储的数据就是当时的依据", "Replayed: the digest is equal, the stored values are the evidence");
    public static readonly Phrase Differs = new("已回放：摘要不一致，存储的数据与当时不同", "Replayed: the digest differs, the stored values are not those of then");
    public static readonly Phrase Incomplete = new("只保留了 {1} 个值中的 {0} 个，无法核对", "Only {0} of {1} values are kept; it cannot be checked");
    public static readonly Phrase Gone = new("数据已超过保留期，无法核对", "The values are no longer kept; it cannot be checked");
    public static readonly Phrase ModelSame = new("同一版本的模型再次给出相同结果：{0}", "The same model version answers the same again: {0}");
    public static readonly Phrase ModelOther = new("同一版本的模型现在给出：{0}", "The same model version answers now: {0}");
    public static readonly Phrase ModelNotRunning = new("当时的模型版本已不在运行，未再次计算。", "That model version is not running any more; it was not asked again.");
    public static readonly Phrase ModelNotAsked = new("模型未再次计算：{0}", "The model was not asked again: {0}");
    public static readonly Phrase DigestWas = new("当时的摘要", "Digest of then");
    public static readonly Phrase DigestIs = new("存储数据的摘要", "Digest of what is stored");
    public static readonly Phrase PlotOf = new("{0}：窗口内 {1} 个值，最小 {2}，最大 {3} {4}", "{0}: {1} values in the window, minimum {2}, maximum {3} {4}");
    public static readonly Phrase PlotText = new("{0}：文本信号，窗口内 {1} 个值", "{0}: a text signal, {1} values in the window");
    public static readonly Phrase NoValueKept = new("没有保留的值", "no value is kept");
    public static readonly Phrase WindowMark = new("窗口", "window");
    public static readonly Phrase BadMark = new("坏值或不确定", "bad or uncertain value");

    // Notifications
    public static readonly Phrase Notifications = new("通知", "Notifications");
    public static readonly Phrase NotificationsFor = new(
        "适用于本机的所有工厂。邮件：发生和级别升高时；Webhook：每次变化。",
        "For all factories of this machine. Mail: when a warning arises or gets worse; webhook: with every change.");
    public static readonly Phrase Email = new("邮件（SMTP）", "E-mail (SMTP)");
    public static readonly Phrase Webhook = new("Webhook 推送", "Webhook");
    public static readonly Phrase SwitchedOn = new("启用", "Switched on");
    public static readonly Phrase Host = new("服务器", "Server");
    public static readonly Phrase Port = new("端口", "Port");
    public static readonly Phrase Security = new("加密", "Security");
    public static readonly Phrase Tls = new("TLS（从连接开始）", "TLS from the first byte");
    public static readonly Phrase StartTls = new("STARTTLS 升级", "STARTTLS");
    public static readonly Phrase NoTls = new("不加密（仅厂内）", "none (inside the factory)");
    public static readonly Phrase User = new("用户", "User");
    public static readonly Phrase Password = new("密码", "Password");
    public static readonly Phrase SecretKept = new("已保存，留空则不变", "kept; leave empty to keep it");
    public static readonly Phrase From = new("发件人", "From");
    public static readonly Phrase To = new("收件人（逗号分隔）", "To (separated by commas)");
    public static readonly Phrase Url = new("地址", "Address");
    public static readonly Phrase Secret = new("签名密钥（至少 {0} 个字符）", "Secret to sign with (at least {0} characters)");
    public static readonly Phrase SignatureIs = new(
        "请求头 X-IndustryBrain-Signature 为 sha256= 加上 HMAC-SHA256(密钥, X-IndustryBrain-Timestamp + \".\" + 正文) 的十六进制。",
        "Header X-IndustryBrain-Signature is sha256= and the hex of HMAC-SHA256(secret, X-IndustryBrain-Timestamp + \".\" + body).");
    public static readonly Phrase Save = new("保存", "Save");
    public static readonly Phrase Test = new("发送测试", "Send a test");
    public static readonly Phrase TestSent = new("测试已送达。", "The test was taken.");
    public static readonly Phrase NotSaved = new("无法保存设置：{0} 请检查数据目录的磁盘空间和权限。", "The settings cannot be saved: {0} Check space and rights of the data folder.");
    public static readonly Phrase TestFailed = new("测试失败：{0}", "The test failed: {0}");
    public static readonly Phrase LastDeliveries = new("最近的通知", "Last notifications");
    public static readonly Phrase Channel = new("方式", "By");
    public static readonly Phrase Event = new("事件", "Event");
    public static readonly Phrase Attempts = new("尝试", "Attempts");
    public static readonly Phrase Result = new("结果", "Outcome");
    public static readonly Phrase DeliveryWaiting = new("等待重试", "waiting");
    public static readonly Phrase DeliverySent = new("已送达", "sent");
    public static readonly Phrase DeliveryDead = new("已放弃", "given up");
    public static readonly Phrase TryAgain = new("再试", "Try again");
    public static readonly Phrase NoDelivery = new("还没有发送过通知。", "No notification has been made yet.");
    public static readonly Phrase FaultHost = new("服务器须为主机名或 IP 地址。", "The server is a host name or an IP address.");
    public static readonly Phrase FaultPort = new("端口须为 1 至 65535。", "The port is 1 to 65535.");
    public static readonly Phrase FaultFrom = new("发件人须为邮件地址。", "The sender is a mail address.");
    public static readonly Phrase FaultTo = new("收件人须为 1 至 50 个邮件地址。", "Give 1 to 50 mail addresses to send to.");
    public static readonly Phrase FaultUserAndPassword = new("用户和密码须同时填写或同时留空。", "Give both user and password, or neither.");
    public static readonly Phrase FaultPasswordInTheOpen = new("不加密时不能使用密码，除非服务器就是本机。请选择 TLS 或 STARTTLS。", "Without TLS a password is only sent to this machine itself. Choose TLS or STARTTLS.");
    public static readonly Phrase FaultUrl = new("地址须以 http:// 或 https:// 开头，且不含用户名和 # 部分。", "The address begins with http:// or https:// and has no user name and no # part.");
    public static readonly Phrase FaultUrlInTheOpen = new("http:// 仅限本机或厂内私有网段地址（10.x、172.16–31.x、192.168.x）；其他地址请用 https://。", "http:// is for this machine and private addresses (10.x, 172.16–31.x, 192.168.x) alone; use https:// elsewhere.");
    public static readonly Phrase FaultSecret = new("密钥太短。", "The secret is too short.");

    // Mail
    public static readonly Phrase MailRaised = new("{0}：机器 {1}（{2}）", "{0}: machine {1} ({2})");
    public static readonly Phrase MailModel = new("模型结果：{0} {1}", "The model says: {0} {1}");
    public static readonly Phrase MailSignals = new("主要信号：{0}", "Signals that contributed most: {0}");
    public static readonly Phrase MailTime = new("时间：{0}（{1}）", "Time: {0} ({1})");
    public static readonly Phrase MailTest = new("这是济南产业大脑边缘控制台的测试邮件。", "This is a test mail of the edge console of Jinan Industry Brain.");
}
