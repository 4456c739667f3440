using Jinan.IndustryBrain.Brain.Auditing;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Cockpit.Words;

/// <summary>What the page of the audit says.</summary>
internal static class AuditPhrases
{
    public static readonly Phrase Audit = new("查看审计", "Audit");
    public static readonly Phrase Hint = new(
        "谁在何时从何处查看了什么。记录只能追加，保留 {0} 天。", "Who looked at what, when and from where. Rows are only added, and kept for {0} days.");
    public static readonly Phrase Csv = new("下载 CSV", "Download CSV");
    public static readonly Phrase At = new("时间", "When");
    public static readonly Phrase Viewer = new("账号", "Account");
    public static readonly Phrase Kind = new("类别", "Kind");
    public static readonly Phrase Subject = new("对象", "What");
    public static readonly Phrase Outcome = new("结果", "Outcome");
    public static readonly Phrase Address = new("来源地址", "From");
    public static readonly Phrase Refused = new("已拒绝", "refused");
    public static readonly Phrase Page = new("页面", "page");
    public static readonly Phrase Api = new("接口", "API");
    public static readonly Phrase Export = new("导出", "export");
    public static readonly Phrase Warning = new("具名预警", "named warning");

    public static IReadOnlyList<string> Kinds { get; } = [ViewKinds.Page, ViewKinds.Api, ViewKinds.Export, ViewKinds.Warning];

    public static Phrase OfKind(string kind) => kind switch
    {
        ViewKinds.Api => Api,
        ViewKinds.Export => Export,
        ViewKinds.Warning => Warning,
        _ => Page,
    };
}
