using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.EdgeConsole.Words;

/// <summary>What the console's pages say.</summary>
internal static class ConsolePhrases
{
    // Frame
    public static readonly Phrase Product = new("济南产业大脑", "Jinan Industry Brain");
    public static readonly Phrase Console = new("边缘控制台", "Edge console");
    public static readonly Phrase Skip = new("跳到内容", "Skip to content");
    public static readonly Phrase Pages = new("页面", "Pages");
    public static readonly Phrase Factories = new("工厂", "Factories");
    public static readonly Phrase Factory = new("工厂", "Factory");
    public static readonly Phrase ChooseFactory = new("选择工厂…", "Choose a factory…");
    public static readonly Phrase Machines = new("机器", "Machines");
    public static readonly Phrase DataHealth = new("数据健康", "Data health");
    public static readonly Phrase Models = new("模型", "Models");
    public static readonly Phrase Accounts = new("账号", "Accounts");
    public static readonly Phrase MyAccount = new("我的账号", "My account");
    public static readonly Phrase TimesIn = new("时间均为 {0}", "Times are {0}");
    public static readonly Phrase SignIn = new("登录", "Sign in");
    public static readonly Phrase SignOut = new("退出", "Sign out");
    public static readonly Phrase Name = new("名称", "Name");
    public static readonly Phrase Password = new("密码", "Password");
    public static readonly Phrase FirstPasswordHint = new(
        "首次运行时的账号和密码在本机数据目录的 edge-console/first-password.txt 中；路径见控制台日志。",
        "On the first run, account and password are in edge-console/first-password.txt of the data folder; the console's log has its path.");
    public static readonly Phrase SignInRefused = new("名称或密码错误。", "The name or the password is wrong.");
    public static readonly Phrase SignInLocked = new(
        "密码错误次数过多，账号已暂时锁定。几分钟后再试。", "Too many wrong passwords: the account is locked. Try again in some minutes.");
    public static readonly Phrase Broken = new("页面出现错误。请重新加载。", "This page met an error. Load it again.");
    public static readonly Phrase Reload = new("重新加载", "Load again");

    // Faults
    public static readonly Phrase Forbidden = new("无权查看此页", "You may not see this page");
    public static readonly Phrase ForbiddenDo = new("此页仅限工程师。请用工程师账号登录，或请工程师代办。", "It is for engineers. Sign in with an engineer's account, or ask an engineer.");
    public static readonly Phrase NotFound = new("没有此页", "There is no such page");
    public static readonly Phrase NotFoundDo = new("请从工厂列表开始。", "Begin at the list of factories.");
    public static readonly Phrase Fault = new("请求未能完成（{0}）", "The request could not be completed ({0})");
    public static readonly Phrase FaultDo = new("请返回重试；原因在控制台日志中。", "Go back and try again; the console's log says why.");
    public static readonly Phrase ToFactories = new("返回工厂列表", "To the factories");

    // Factories
    public static readonly Phrase Search = new("筛选", "Filter");
    public static readonly Phrase Sector = new("行业", "Sector");
    public static readonly Phrase Connections = new("连接", "Connections");
    public static readonly Phrase Signals = new("信号", "Signals");
    public static readonly Phrase Refused = new("被拒绝", "Refused");
    public static readonly Phrase Newest = new("最新数据", "Newest value");
    public static readonly Phrase Scores = new("模型评分", "Scores");
    public static readonly Phrase ScoresOf = new("{0}/{1} 有评分", "{0} of {1}");
    public static readonly Phrase AllRunning = new("全部正常", "All running");
    public static readonly Phrase SomeDown = new("{0} 个中断", "{0} down");
    public static readonly Phrase NoFactory = new("尚未接入任何工厂", "No factory is connected yet");
    public static readonly Phrase NoFactoryDo = new(
        "请将 factory.yaml 放入本机数据目录的 factories/<工厂>/ 中；保存后几秒内自动生效。编写方法：",
        "Put a factory.yaml into factories/<factory>/ of this machine's data folder; it is taken within seconds. How to write one:");
    public static readonly Phrase Guide = new("接入 PLC 指南", "Guide: connect a PLC");
    public static readonly Phrase ConfigurationFaults = new("配置有误，暂未生效：{0}", "This configuration has faults and is not taken: {0}");
    public static readonly Phrase NothingMatches = new("没有符合筛选的工厂。", "No factory matches the filter.");

    // Data health
    public static readonly Phrase Running = new("运行中", "running");
    public static readonly Phrase Waiting = new("等待重连", "waiting to try again");
    public static readonly Phrase Closed = new("已关闭", "closed");
    public static readonly Phrase OpeningChannel = new("正在打开安全通道", "opening the channel");
    public static readonly Phrase ActivatingSession = new("正在恢复会话", "activating the session");
    public static readonly Phrase CreatingSession = new("正在建立会话", "creating a session");
    public static readonly Phrase Transferring = new("正在接管订阅", "transferring subscriptions");
    public static readonly Phrase Republishing = new("正在补取通知", "fetching missed notifications");
    public static readonly Phrase CreatingSubscriptions = new("正在建立订阅", "creating subscriptions");
    public static readonly Phrase Since = new("当前状态始于", "In this state since");
    public static readonly Phrase Reconnects = new("重连次数", "Reconnects");
    public static readonly Phrase FailedAttempts = new("连续失败", "Failed attempts");
    public static readonly Phrase NextAttempt = new("下次尝试", "Next attempt");
    public static readonly Phrase RoundTrip = new("往返延迟", "Round trip");
    public static readonly Phrase ClockOffset = new("时钟偏差（服务器−本机）", "Clock offset (server − ours)");
    public static readonly Phrase AliveThrough = new("数据完整至", "Everything stored through");
    public static readonly Phrase Security = new("安全", "Security");
    public static readonly Phrase NoSecurity = new("无（明文）", "none (plain)");
    public static readonly Phrase OwnCertificate = new("本机证书", "Our certificate");
    public static readonly Phrase ServerCertificate = new("服务器证书", "Server's certificate");
    public static readonly Phrase DaysLeft = new("剩余 {0} 天", "{0} days left");
    public static readonly Phrase Expired = new("已过期", "expired");
    public static readonly Phrase NotTrusted = new("未信任", "not trusted");
    public static readonly Phrase NoCertificate = new("不需要", "not needed");
    public static readonly Phrase NotShown = new("尚未出示", "not shown yet");
    public static readonly Phrase Values = new("已存数值", "Values stored");
    public static readonly Phrase Losses = new("溢出 / 缺口 / 丢失通知", "Overflows / gaps / lost notifications");
    public static readonly Phrase Stamps = new("类型不符 / 超前时间戳", "Type mismatches / future stamps");
    public static readonly Phrase WhatToDo = new("处理办法", "What to do");
    public static readonly Phrase RefusedSignals = new("服务器拒绝的信号", "Signals that the server refuses");
    public static readonly Phrase Signal = new("信号", "Signal");
    public static readonly Phrase StatusWord = new("状态", "Status");
    public static readonly Phrase Reason = new("原因与办法", "Reason, and what to do");
    public static readonly Phrase Revised = new("服务器改动了 {0} 个信号的采样", "The server revised the sampling of {0} signals");
    public static readonly Phrase Asked = new("请求", "Asked");
    public static readonly Phrase Granted = new("实际", "Granted");
    public static readonly Phrase SamplingQueue = new("{0} ms，队列 {1}", "{0} ms, queue {1}");
    public static readonly Phrase Coverage = new("数据完整性", "Coverage");
    public static readonly Phrase CoveredShare = new("采集期间完整", "Covered while collected");
    public static readonly Phrase Buffers = new("缓冲与存储", "Buffers and storage");
    public static readonly Phrase FramesKept = new("采集日志中的帧", "Frames in the collector's log");
    public static readonly Phrase FramesKeptOf = new("{0}（在两个消费者都落盘之前保留）", "{0}, kept until both consumers have them on disk");
    public static readonly Phrase Outbox = new("等待上传城市的洞察", "Insights waiting for the city");
    public static readonly Phrase OutboxOf = new("{0} 条（{1} / {2}）", "{0} ({1} of {2})");
    public static readonly Phrase CityLast = new("城市最近确认", "City acknowledged last");
    public static readonly Phrase UplinkIdle = new("空闲", "idle");
    public static readonly Phrase UplinkSending = new("发送中", "sending");
    public static readonly Phrase UplinkWaiting = new("等待城市", "waiting for the city");
    public static readonly Phrase InsightRefused = new("城市未接受一条洞察，已另存待查（dead-letters.jsonl）：{0}", "The city did not take an insight; it is kept with the dead letters (dead-letters.jsonl): {0}");
    public static readonly Phrase Stored = new("历史库", "Historian");
    public static readonly Phrase StoredOf = new("{0} 个值，{1}", "{0} values, {1}");
    public static readonly Phrase NoConnection = new("此工厂尚无连接", "This factory has no connection yet");
    public static readonly Phrase NoConnectionDo = new("在它的 factory.yaml 中声明 connections。", "Declare connections in its factory.yaml.");
    public static readonly Phrase Milliseconds = new("{0} ms", "{0} ms");

    // Machines
    public static readonly Phrase Tree = new("工厂 → 机器 → 信号", "Factory → machine → signal");
    public static readonly Phrase Machine = new("机器", "Machine");
    public static readonly Phrase Type = new("类型", "Type");
    public static readonly Phrase LastValues = new("最新数值", "Last values");
    public static readonly Phrase Value = new("数值", "Value");
    public static readonly Phrase Age = new("时间", "Age");
    public static readonly Phrase NoMachine = new("此工厂尚无机器数据", "Nothing is known of this factory's machines yet");
    public static readonly Phrase NoMachineDo = new("数据到达后自动出现。若一直没有，请查看", "They appear when data arrive. If none do, look at");
    public static readonly Phrase Insights = new("洞察", "Insights");
    public static readonly Phrase Contributions = new("各信号的贡献", "Contributions of the signals");
    public static readonly Phrase NoModel = new("没有适用于“{0}”的在役模型。将该类型的模型包放入模型目录即可。", "No model in service answers for '{0}'. Put a capsule for this type into the capsules folder.");
    public static readonly Phrase WhyNoScore = new("为何没有评分", "Why there is no score");
    public static readonly Phrase Window = new("窗口", "Window");
    public static readonly Phrase Evidence = new("依据", "Evidence");
    public static readonly Phrase EvidenceOf = new("{0} 个值，完整性 {1}", "{0} values, coverage {1}");
    public static readonly Phrase Retrospective = new("回溯（不告警）", "retrospective (no warning)");
    public static readonly Phrase Trend = new("趋势", "Trend");
    public static readonly Phrase ZoomHint = new("在图上拖动可放大。", "Drag over the chart to zoom in.");
    public static readonly Phrase ZoomIn = new("放大", "Zoom in");
    public static readonly Phrase ZoomOut = new("缩小", "Zoom out");
    public static readonly Phrase Earlier = new("更早", "Earlier");
    public static readonly Phrase Later = new("更晚", "Later");
    public static readonly Phrase BackToLive = new("回到实时", "Back to live");
    public static readonly Phrase TextSignal = new("文本信号没有趋势图；最新值见下表。", "A text signal has no trend; its last value is below.");
    public static readonly Phrase Minutes15 = new("15 分", "15 min");
    public static readonly Phrase Hour = new("1 小时", "1 h");
    public static readonly Phrase Day = new("24 小时", "24 h");
    public static readonly Phrase Week = new("7 天", "7 d");
    public static readonly Phrase Month = new("30 天", "30 d");
    public static readonly Phrase Year = new("1 年", "1 y");
    public static readonly Phrase BucketWidth = new("每点 {0}", "{0} a point");

    // Models
    public static readonly Phrase Capsule = new("模型包", "Capsule");
    public static readonly Phrase Version = new("版本", "Version");
    public static readonly Phrase Publisher = new("发布者", "Publisher");
    public static readonly Phrase Signature = new("签名", "Signature");
    public static readonly Phrase SignatureGood = new("有效，发布者受信任", "valid, the publisher is trusted");
    public static readonly Phrase SignatureRefused = new("未通过", "not accepted");
    public static readonly Phrase Digest = new("摘要", "Digest");
    public static readonly Phrase ForTypes = new("适用类型", "For types");
    public static readonly Phrase InService = new("在役", "in service");
    public static readonly Phrase Superseded = new("已被取代", "superseded");
    public static readonly Phrase RefusedCapsule = new("已拒绝", "refused");
    public static readonly Phrase Ending = new("正在退出", "ending");
    public static readonly Phrase Serves = new("服务的机器", "Machines served");
    public static readonly Phrase ServesOf = new("{0} 台，其中 {1} 台有评分", "{0}, of which {1} have a score");
    public static readonly Phrase Needs = new("需要的信号：", "Needs:");
    public static readonly Phrase GridWindow = new("每 {0} 秒一个窗口", "windows of {0} s");
    public static readonly Phrase ContextWindow = new("每个“{0}”一个窗口", "one window a '{0}'");
    public static readonly Phrase NeedsCoverage = new("完整性不低于 {0}", "coverage of at least {0}");
    public static readonly Phrase Thresholds = new("{0} {1} 预警，{0} {2} 报警", "warning {0} {1}, alarm {0} {2}");
    public static readonly Phrase IntervalCoverage = new("结果带 {0} 区间", "answers with a {0} interval");
    public static readonly Phrase Above = new("高于", "above");
    public static readonly Phrase Below = new("低于", "below");
    public static readonly Phrase NoCapsule = new("尚无模型包", "There is no capsule yet");
    public static readonly Phrase NoCapsuleDo = new("将签名的 .capsule 文件放入本机的模型目录；校验通过后几秒内自动启用。", "Put a signed .capsule file into this machine's capsules folder; it is verified and taken within seconds.");
    public static readonly Phrase Files = new("模型目录中的文件", "Files in the capsules folder");
    public static readonly Phrase File = new("文件", "File");

    // Accounts
    public static readonly Phrase Role = new("角色", "Role");
    public static readonly Phrase Viewer = new("查看者", "viewer");
    public static readonly Phrase Engineer = new("工程师", "engineer");
    public static readonly Phrase Add = new("新建账号", "Add an account");
    public static readonly Phrase Remove = new("删除", "Remove");
    public static readonly Phrase RemoveNamed = new("删除账号 {0}", "Remove the account {0}");
    public static readonly Phrase NotLocked = new("可登录", "can sign in");
    public static readonly Phrase Locked = new("已锁定", "locked");
    public static readonly Phrase ChangePassword = new("更改密码", "Change the password");
    public static readonly Phrase OldPassword = new("当前密码", "Password now");
    public static readonly Phrase NewPassword = new("新密码（至少 {0} 个字符）", "New password (at least {0} characters)");
    public static readonly Phrase MadePassword = new("账号 {0} 的密码（仅显示这一次）：", "Password of {0}, shown this once:");
    public static readonly Phrase Done = new("已完成。", "Done.");
    public static readonly Phrase NameInvalid = new("名称须为 2 至 40 个小写字母、数字或 . _ -，以字母或数字开头。", "A name is 2 to 40 lower-case letters, digits or . _ -, and begins with a letter or digit.");
    public static readonly Phrase NameTaken = new("该名称已被使用。", "This name is taken.");
    public static readonly Phrase PasswordTooShort = new("新密码太短。", "The new password is too short.");
    public static readonly Phrase PasswordWrong = new("当前密码错误。", "The password now is wrong.");
    public static readonly Phrase LastEngineer = new("不能删除最后一个工程师账号。", "The last engineer's account cannot be removed.");
    public static readonly Phrase UnknownAccount = new("没有此账号。", "There is no such account.");

    // Sectors
    public static readonly Phrase Auto = new("新能源与智能网联汽车", "Vehicles");
    public static readonly Phrase Semiconductors = new("集成电路", "Integrated circuits");
    public static readonly Phrase Biomedicine = new("生物医药", "Biomedicine");
    public static readonly Phrase Materials = new("新材料", "New materials");

    // Models' answers
    public static readonly Phrase LastAnswers = new("最近的结果", "Answers of late");
    public static readonly Phrase RemainingUsefulLife = new("剩余寿命", "Remaining useful life");
    public static readonly Phrase HealthIndex = new("健康指数", "Health index");
    public static readonly Phrase AnomalyScore = new("异常分数", "Anomaly score");
    public static readonly Phrase QualityClass = new("质量等级", "Quality class");
    public static readonly Phrase QualityProbability = new("质量概率", "Quality probability");
    public static readonly Phrase SoftSensor = new("软测量", "Soft sensor");
    public static readonly Phrase Computed = new("已计算", "computed");
    public static readonly Phrase Computing = new("正在积累窗口", "gathering its window");
    public static readonly Phrase NotConfigured = new("未配置", "not configured");
    public static readonly Phrase InputMissing = new("缺少输入", "input missing");
    public static readonly Phrase CoverageTooLow = new("完整性不足", "coverage too low");
    public static readonly Phrase BeyondHorizon = new("超出可预测范围", "beyond horizon");
    public static readonly Phrase ModelFailed = new("模型失败", "the model failed");
    public static readonly Phrase LevelOk = new("正常", "normal");
    public static readonly Phrase LevelWarning = new("预警", "warning");
    public static readonly Phrase LevelAlarm = new("报警", "alarm");
}
