using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Cockpit.Words;

/// <summary>What reports, and the page that lists them, say.</summary>
internal static class ReportPhrases
{
    public static readonly Phrase Reports = new("报告", "Reports");
    public static readonly Phrase ReportsHint = new(
        "任何页面均可导出为 Excel 和 PDF，数值与页面相同，来源列为脚注。",
        "Every page can be had as Excel and PDF: the same values, with their lineage as footnotes.");
    public static readonly Phrase Report = new("报告", "Report");
    public static readonly Phrase Excel = new("Excel", "Excel");
    public static readonly Phrase Pdf = new("PDF", "PDF");
    public static readonly Phrase ExcelOf = new("{0}：Excel 文件", "{0} as Excel");
    public static readonly Phrase PdfOf = new("{0}：PDF 文件", "{0} as PDF");
    public static readonly Phrase MadeAt = new("生成于 {0}（{1}）", "Made {0} ({1})");
    public static readonly Phrase Footnotes = new("来源与计算", "Lineage");
    public static readonly Phrase PageNumber = new("第 {0} 页", "Page {0}");
    public static readonly Phrase ShowReport = new("查看", "Show");
    public static readonly Phrase Month = new("月份", "Month");
    public static readonly Phrase NoFont = new(
        "无法生成 PDF：本机没有含中文的字体。", "No PDF can be made: this machine has no font with Chinese letters.");

    // Figures
    public static readonly Phrase Figures = new("行业与区县指标", "Figures of sectors and districts");
    public static readonly Phrase Sector = new("行业", "Sector");
    public static readonly Phrase District = new("区县", "District");
    public static readonly Phrase Indicator = new("指标", "Indicator");
    public static readonly Phrase Mean = new("均值", "Mean");
    public static readonly Phrase Unit = new("单位", "Unit");
    public static readonly Phrase Insights = new("洞察数", "Insights");
    public static readonly Phrase Enterprises = new("企业数", "Enterprises");
    public static readonly Phrase Suppressed = new("已隐藏", "suppressed");
    public static readonly Phrase TooFew = new("已隐藏：不足 {0} 家互不关联企业", "hidden: it stands for fewer than {0} unrelated enterprises");
    public static readonly Phrase Dominated = new("已隐藏：一家企业占比过大", "hidden: one enterprise makes up too much of it");
    public static readonly Phrase Complementary = new("已隐藏：否则可由其他数字推算出不足 {0} 家企业的数值", "hidden: with it, figures of fewer than {0} unrelated enterprises could be worked out");
    public static readonly Phrase LineageOf = new(
        "{0}；输入：{1}；{2}；{3} 至 {4}；数据完整性 {5}", "{0}; from: {1}; {2}; {3} to {4}; coverage {5}");
    public static readonly Phrase NoFigures = new("此时段没有指标。", "There are no figures for this period.");

    // Targets
    public static readonly Phrase TargetLineage = new("规划条文：{0}", "the plan's clause: {0}");
    public static readonly Phrase ValueLineage = new(
        "{0}；{1}；来源：{2}（{3}）；文件 {4} 第 {5} 行，SHA-256 {6}；{7} 于 {8} 导入",
        "{0}; {1}; source: {2} ({3}); file {4}, row {5}, SHA-256 {6}; imported by {7} at {8}");
    public static readonly Phrase ComparedLineage = new(
        "{0}；实测；{1} 至 {2}；不计入目标", "{0}; measured; {1} to {2}; not counted towards the target");
    public static readonly Phrase Compared = new("对照", "For comparison");

    // Brief
    public static readonly Phrase Brief = new("月报", "Monthly brief");
    public static readonly Phrase BriefOf = new("{0} 月报", "Monthly brief of {0}");
    public static readonly Phrase BriefSectors = new("行业指标（月）", "Figures of the sectors in the month");
    public static readonly Phrase BriefLineage = new(
        "当月每日最后一期公布值的均值（{0} 天有公布值，共 {1} 天）；实测；末期 {2}",
        "mean of each day's last published figure ({0} of {1} days have one); measured; the last one of {2}");
    public static readonly Phrase Days = new("有数据天数", "Days with a figure");
    public static readonly Phrase BriefTasks = new("督办任务", "Tasks");
    public static readonly Phrase TasksCreated = new("当月新建", "Made in the month");
    public static readonly Phrase TasksClosed = new("当月关闭", "Closed in the month");
    public static readonly Phrase TasksOpen = new("期末未关闭", "Not closed at the end");
    public static readonly Phrase TasksOverdue = new("其中逾期", "Of these overdue");
    public static readonly Phrase TaskLineage = new("本局任务记录，截至 {0}；实测", "the bureau's own records of tasks, up to {0}; measured");
    public static readonly Phrase BriefWarnings = new("企业已公开的预警（当月发生）", "Warnings that factories released, raised in the month");
    public static readonly Phrase Count = new("数量", "Count");
    public static readonly Phrase WarningLineage = new(
        "工厂按披露策略上报、当月发生的预警，计数；至少 {0} 家无关联企业，否则隐藏；首次生成后不再变更；实测",
        "count of warnings raised in the month that factories released; hidden below {0} unrelated enterprises; not changed once made; measured");
    public static readonly Phrase NotBeforeEnd = new("当月结束后提供", "when the month is over");
    public static readonly Phrase OpenMonth = new("当月尚未结束，数值为截至目前。", "The month is not over: figures are those so far.");
    public static readonly Phrase BriefTargets = new("规划目标", "Targets");

    // Warnings and tasks
    public static readonly Phrase Warnings = new("预警", "Warnings");
    public static readonly Phrase Tasks = new("任务", "Tasks");
}
