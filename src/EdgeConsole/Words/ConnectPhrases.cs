using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.EdgeConsole.Words;

/// <summary>What the page says that connects a server.</summary>
internal static class ConnectPhrases
{
    public static readonly Phrase Connect = new("接入", "Connect");
    public static readonly Phrase ConnectServer = new("接入 OPC UA 服务器", "Connect an OPC UA server");
    public static readonly Phrase ConnectOf = new("接入 · {0}", "Connect · {0}");
    public static readonly Phrase ConnectFirst = new("接入第一台服务器", "Connect the first server");
    public static readonly Phrase OrWriteFile = new("也可以自己编写 factory.yaml：", "Or write a factory.yaml yourself:");
    public static readonly Phrase WhatToDo = new("处理办法", "What to do");
    public static readonly Phrase Working = new("正在询问…", "Asking…");

    // 1: address
    public static readonly Phrase StepAddress = new("1. 服务器在哪里", "1. Where is the server");
    public static readonly Phrase ForFactory = new("属于工厂", "For the factory");
    public static readonly Phrase NewFactory = new("新工厂…", "A new factory…");
    public static readonly Phrase FactoryId = new("工厂编号", "Factory id");
    public static readonly Phrase EnterpriseId = new("企业编号", "Enterprise id");
    public static readonly Phrase SectorOf = new("行业", "Sector");
    public static readonly Phrase IdHint = new("字母、数字、- 和 _", "letters, digits, - and _");
    public static readonly Phrase Address = new("OPC UA 地址", "OPC UA address");
    public static readonly Phrase Discover = new("查找端点", "Discover");
    public static readonly Phrase AddressHint = new(
        "例如 opc.tcp://192.168.0.10:4840。查询端点不需要密码，也不建立会话。",
        "For example opc.tcp://192.168.0.10:4840. Asking for endpoints needs no password and makes no session.");

    // 2: security
    public static readonly Phrase StepSecurity = new("2. 选择安全方式", "2. Choose the security");
    public static readonly Phrase ServerName = new("服务器：{0}", "Server: {0}");
    public static readonly Phrase Policy = new("策略", "Policy");
    public static readonly Phrase Mode = new("模式", "Mode");
    public static readonly Phrase Users = new("允许的用户", "Users");
    public static readonly Phrase Meaning = new("含义", "What it means");
    public static readonly Phrase Recommended = new("推荐", "recommended");
    public static readonly Phrase NotSupported = new("不支持", "not supported");
    public static readonly Phrase Choose = new("选择", "Choose");
    public static readonly Phrase ChooseEndpoint = new("选择 {0} {1}", "Choose {0} {1}");
    public static readonly Phrase MeansNone = new(
        "不加密也不签名：网络上的任何人都能读取并篡改数值。仅用于隔离的网络。",
        "Neither encrypted nor signed: everybody on the network can read and change the values. For isolated networks only.");
    public static readonly Phrase MeansSign = new(
        "已签名：数值不会被篡改，但网络上的人可以看到。", "Signed: values cannot be changed on the way, but can be read by others.");
    public static readonly Phrase MeansEncrypt = new(
        "已签名并加密：他人既不能读取，也不能篡改。", "Signed and encrypted: nobody else can read or change anything.");
    public static readonly Phrase MeansDeprecated = new(
        "已被 OPC 基金会淘汰，可以被破解，本系统拒绝使用。请在服务器上启用 Basic256Sha256 或更新的策略。",
        "Withdrawn by the OPC Foundation because it can be broken; it is refused here. Enable Basic256Sha256 or newer at the server.");
    public static readonly Phrase MeansUnknown = new("本系统不认识此策略。", "This policy is not known here.");
    public static readonly Phrase AdviceOnlyUnsecured = new(
        "此服务器没有提供任何加密方式。能够启用时请先在服务器上启用（如 Basic256Sha256），再重新查找。",
        "This server offers nothing secured. Where you can, enable a policy at the server first (such as Basic256Sha256), and discover again.");
    public static readonly Phrase AdviceOnlyDeprecated = new(
        "此服务器只提供已淘汰的加密方式：需要升级固件，或在前面加装网关。",
        "This server offers deprecated security only: it needs a firmware update, or a gateway in front of it.");
    public static readonly Phrase AdviceOtherName = new(
        "服务器自称的地址与您输入的不同；将按您输入的地址连接。",
        "The server calls itself by another address than the one you gave; yours is used.");

    // 3: trust
    public static readonly Phrase StepTrust = new("3. 核对证书指纹", "3. Compare the certificate");
    public static readonly Phrase Trusted = new("已信任", "trusted");
    public static readonly Phrase NotTrustedYet = new("尚未信任", "not trusted yet");
    public static readonly Phrase CompareHint = new(
        "请与服务器自身显示的指纹（SHA-256）逐段核对：设备屏幕、工程项目，或询问安装人员。一致才可信任。",
        "Compare it with the fingerprint (SHA-256) that the server itself shows: on its display, in its project, or ask who set it up. Trust it only if they are the same.");
    public static readonly Phrase Fingerprint = new("指纹（SHA-256）", "Fingerprint (SHA-256)");
    public static readonly Phrase IssuedTo = new("颁发给", "Issued to");
    public static readonly Phrase MadeFor = new("用于主机", "Made for");
    public static readonly Phrase Valid = new("有效期", "Valid");
    public static readonly Phrase IHaveCompared = new("我已核对，两者一致", "I have compared it: they are the same");
    public static readonly Phrase Trust = new("信任此证书", "Trust this certificate");
    public static readonly Phrase NoCertificateNeeded = new("所选方式不使用证书，无需核对。", "What you chose uses no certificate: there is nothing to compare.");
    public static readonly Phrase OursToTrust = new(
        "服务器也要信任我们：请在服务器上信任下面这张证书。首次连接被拒绝后，它通常已在服务器的“被拒绝”列表中。",
        "The server has to trust us too: trust this certificate there. After a first attempt that fails, it usually waits among the server's rejected ones.");
    public static readonly Phrase OursFile = new("本机文件", "File on this machine");
    public static readonly Phrase Ours = new("本机证书", "Our certificate");

    // 4: user
    public static readonly Phrase StepUser = new("4. 以谁的身份登录", "4. Log in as");
    public static readonly Phrase Anonymous = new("匿名", "Anonymous");
    public static readonly Phrase CertificateUser = new("证书", "certificate");
    public static readonly Phrase TokenUser = new("令牌", "token");
    public static readonly Phrase NamedUser = new("用户名和密码", "User and password");
    public static readonly Phrase UserName = new("用户名", "User");
    public static readonly Phrase UserPassword = new("密码", "Password");
    public static readonly Phrase PasswordHint = new(
        "密码不会写入 factory.yaml：它存放在只有采集服务能读取的单独文件中。",
        "The password does not go into the factory.yaml: it is kept in a file of its own that only the collector can read.");
    public static readonly Phrase OtherUsers = new(
        "此服务器还接受证书或令牌登录：请在 factory.yaml 中配置，见指南。",
        "This server also takes users by certificate or token: configure these in the factory.yaml, see the guide.");
    public static readonly Phrase OpenSession = new("连接并浏览", "Connect and browse");
    public static readonly Phrase CloseSession = new("断开", "Disconnect");
    public static readonly Phrase SessionOpen = new("已连接，可以浏览。", "Connected: choose signals below.");
    public static readonly Phrase SessionGone = new("连接已因长时间未使用而结束。已选信号仍保留，请重新连接。", "The session ended because nobody used it. What you chose is kept: connect again.");

    // 5: signals
    public static readonly Phrase StepSignals = new("5. 选择信号", "5. Choose signals");
    public static readonly Phrase NodeTree = new("节点树", "Tree of nodes");
    public static readonly Phrase TreeHint = new(
        "方向键移动和展开，空格选择变量或整个分支。", "Arrow keys move and open, Space chooses a variable or a whole branch.");
    public static readonly Phrase TakeBranch = new("选择此分支的全部变量", "Choose all below this node");
    public static readonly Phrase MoreNodes = new("再显示 {0} 个（共 {1} 个）", "Show {0} more (of {1})");
    public static readonly Phrase EmptyBranch = new("（空）", "(empty)");
    public static readonly Phrase SearchNodes = new("搜索", "Search");
    public static readonly Phrase SearchHint = new("名称或节点号的一部分；多个词用空格分开，上级名称也算。", "Part of a name or id; several words by spaces, names above count too.");
    public static readonly Phrase SearchFound = new("{0} 个节点，其中 {1} 个变量", "{0} nodes, {1} of them variables");
    public static readonly Phrase SearchProgress = new("正在查看节点树：已知 {0} 个，已展开 {1} 个", "Looking through the tree: {0} nodes known, {1} opened");
    public static readonly Phrase SearchComplete = new("整棵树共 {0} 个节点", "The whole tree: {0} nodes");
    public static readonly Phrase SearchCut = new("节点太多，只查看了前 {0} 个。请在树中选择分支。", "There are too many nodes: only the first {0} were looked at. Choose a branch in the tree.");
    public static readonly Phrase TakeAllFound = new("选择全部搜索结果", "Choose all that was found");
    public static readonly Phrase MoreResults = new("显示更多结果", "Show more results");
    public static readonly Phrase Take = new("选择", "Choose");
    public static readonly Phrase Taken = new("已选", "chosen");
    public static readonly Phrase NoResult = new("没有找到。", "Nothing was found.");
    public static readonly Phrase AddedSome = new("新增 {0} 个信号，{1} 个已在列表中。", "{0} signals added, {1} were chosen already.");
    public static readonly Phrase LeftOut = new("{0} 个变量无法作为信号（数组、结构或无读取权限）", "{0} variables cannot be signals (arrays, structures, not readable)");
    public static readonly Phrase CutSelection = new("一次最多 {0} 个信号；其余未选入。", "At most {0} signals at a time: the rest was not taken.");
    public static readonly Phrase ImportCsv = new("导入 CSV", "Import CSV");
    public static readonly Phrase ExportCsv = new("导出 CSV", "Export CSV");
    public static readonly Phrase CsvFaults = new("此文件有误，有误的行未导入：", "This file has faults; these rows were not taken:");
    public static readonly Phrase CsvTooLarge = new("文件太大：最多 {0}。", "The file is too large: at most {0}.");

    // Selection
    public static readonly Phrase Chosen = new("已选 {0} 个信号", "{0} signals chosen");
    public static readonly Phrase NothingChosen = new("尚未选择信号。", "No signal is chosen yet.");
    public static readonly Phrase Asset = new("机器", "Machine");
    public static readonly Phrase SignalName = new("名称", "Name");
    public static readonly Phrase UnitWord = new("单位", "Unit");
    public static readonly Phrase SamplingMs = new("采样 (ms)", "Sampling (ms)");
    public static readonly Phrase DeadbandWord = new("死区", "Deadband");
    public static readonly Phrase LiveValue = new("实时值", "Value now");
    public static readonly Phrase DeadbandHint = new("小于此变化不发送：数值（信号单位）或百分比（2 %）", "Smaller changes are not sent: a number in the signal's unit, or a share of its range (2 %)");
    public static readonly Phrase ForAll = new("应用到全部", "Apply to all");
    public static readonly Phrase ClearAll = new("全部移除", "Remove all");
    public static readonly Phrase DropNamed = new("移除 {0}", "Remove {0}");
    public static readonly Phrase FieldOf = new("{1} 的{0}", "{0} of {1}");
    public static readonly Phrase AssetType = new("机器类型", "Type of the machines");
    public static readonly Phrase AssetTypeHint = new("模型按机器类型匹配", "models are made for types");
    public static readonly Phrase PublishingMs = new("发布间隔 (ms)", "Publishing (ms)");

    // Load
    public static readonly Phrase StepLoad = new("6. 预计负载", "6. Predicted load");
    public static readonly Phrase MostValues = new("最多每秒数值", "Values a second at most");
    public static readonly Phrase MostADay = new("最多每天占用", "A day at most");
    public static readonly Phrase SeenValues = new("试采每秒数值", "Values a second, tried");
    public static readonly Phrase SeenADay = new("试采每天占用", "A day, tried");
    public static readonly Phrase LogLasts = new("采集日志可缓冲", "The collector's log lasts");
    public static readonly Phrase DaysOf = new("{0} 天（上限 {1}）", "{0} days (of {1})");
    public static readonly Phrase TryIt = new("试采 {0} 秒", "Try for {0} s");
    public static readonly Phrase TryHint = new("按当前采样和死区在服务器上订阅几秒，看实际到来的数量；不会保存。", "Subscribes for some seconds with this sampling and deadband to see what really comes; nothing is stored.");
    public static readonly Phrase AcceptedOf = new("服务器接受 {0}/{1} 个信号", "The server watches {0} of {1} signals");
    public static readonly Phrase TrialNotes = new("试采发现", "What the trial showed");
    public static readonly Phrase Fault = new("问题", "fault");
    public static readonly Phrase Note = new("提示", "note");

    // File
    public static readonly Phrase StepFile = new("7. 生成并应用 factory.yaml", "7. Make and apply the factory.yaml");
    public static readonly Phrase MakePreview = new("生成预览", "Make the preview");
    public static readonly Phrase PreviewOf = new("将新增 {0} 个信号（连接 {1}）；{2} 个已在采集。", "{0} signals will be added (connection {1}); {2} are collected already.");
    public static readonly Phrase FileFaults = new("此文件还不能使用：", "This file cannot be used yet:");
    public static readonly Phrase LineOf = new("第 {0} 行 {1}：", "line {0} {1}:");
    public static readonly Phrase FileGood = new("文件通过校验。", "The file is valid.");
    public static readonly Phrase PreviewFile = new("factory.yaml 预览", "Preview of the factory.yaml");
    public static readonly Phrase Apply = new("写入并立即应用", "Write and apply");
    public static readonly Phrase Applied = new("已写入 {0}。几秒内开始采集，无需重启。", "{0} was written. It is collected within seconds, without a restart.");
    public static readonly Phrase PreviousKept = new("原文件保留为 {0}。", "The file of before is kept as {0}.");
    public static readonly Phrase SeeDataHealth = new("在“数据健康”中查看到来的数据", "See the values arrive under Data health");
    public static readonly Phrase SeeMachines = new("查看机器", "See the machines");
    public static readonly Phrase Stale = new("选择已更改，请重新生成预览。", "What you chose has changed: make the preview anew.");

    // Data health
    public static readonly Phrase Attention = new("需要留意的信号", "Signals to look at");
    public static readonly Phrase FlatLines = new("平直线（{0} 内无变化）", "Flat lines (no change for {0})");
    public static readonly Phrase NeverSeen = new("从未有数据的信号", "Signals never seen");
    public static readonly Phrase Repeats = new("重复值", "Repeats");
    public static readonly Phrase RepeatsOf = new("{0} 次", "{0} times");
    public static readonly Phrase AndMore = new("另有 {0} 个", "and {0} more");
    public static readonly Phrase LogFill = new("采集日志占用", "Collector's log");
    public static readonly Phrase LogFillOf = new("{0}，上限 {1}", "{0} of {1}");
    public static readonly Phrase DaysOfBuffer = new("剩余缓冲天数（按当前速率）", "Days of buffer left, at the present rate");
    public static readonly Phrase RateNotKnown = new("启动一分钟后可知", "known a minute after the start");
    public static readonly Phrase NothingComes = new("当前没有数据写入", "nothing comes at present");
    public static readonly Phrase DaysAt = new("{0} 天（每天 {1}）", "{0} days ({1} a day)");
    public static readonly Phrase NothingStored = new("当前无法存储：{0}", "Nothing is stored at present: {0}");
}
