using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Cockpit.Words;

/// <summary>What the page of targets, and the import of their values, say.</summary>
internal static class TargetPhrases
{
    // Page
    public static readonly Phrase Targets = new("规划目标", "Targets");
    public static readonly Phrase Cycle = new("规划周期", "Plan cycle");
    public static readonly Phrase ClosedAt = new("周期已于 {0} 结束，以下为最终差距。", "This cycle closed on {0}; the gaps are final.");
    public static readonly Phrase OpenUntil = new("周期截止日 {0}。", "This cycle ends on {0}.");
    public static readonly Phrase PlanText = new("规划文本", "The plan's text");
    public static readonly Phrase Indicator = new("指标", "Indicator");
    public static readonly Phrase Target = new("目标", "Target");
    public static readonly Phrase NewestValue = new("最新值", "Newest value");
    public static readonly Phrase FinalValue = new("最终值", "Final value");
    public static readonly Phrase Gap = new("差距", "Gap");
    public static readonly Phrase Share = new("完成度", "Share");
    public static readonly Phrase Trend = new("趋势", "Trend");
    public static readonly Phrase TrendOf = new("{0}：{1} 个时点，{2} → {3}", "{0}: {1} dates, {2} → {3}");
    public static readonly Phrase NoTrend = new("仅一个时点", "one date only");
    public static readonly Phrase Change = new("较上期", "Change");
    public static readonly Phrase AsOf = new("日期", "As of");
    public static readonly Phrase Kind = new("类型", "Kind");
    public static readonly Phrase Met = new("已达成", "met");
    public static readonly Phrase Short = new("未达成", "short");
    public static readonly Phrase NoValue = new("尚无数据", "no value yet");
    public static readonly Phrase Reported = new("上报", "reported");
    public static readonly Phrase Measured = new("实测", "measured");
    public static readonly Phrase Estimated = new("估算", "estimated");
    public static readonly Phrase Compared = new("对照（不计入目标）：已接入的企业", "For comparison, not counted: connected enterprises");
    public static readonly Phrase Lineage = new("来源", "Lineage");
    public static readonly Phrase LineageOf = new("{0} 的来源", "Lineage of {0}");

    // Lineage
    public static readonly Phrase ValueFormula = new("取自文件，未经计算", "as imported; nothing is calculated");
    public static readonly Phrase GapFormula = new("目标 − 最新值；小于零即超额", "target − newest value; below zero it is exceeded");
    public static readonly Phrase ShareFormula = new("最新值 ÷ 目标", "newest value / target");
    public static readonly Phrase ChangeFormula = new("最新值 − 前一时点的值", "newest value − value of the date before");
    public static readonly Phrase ConnectedFormula = new("最近一期全市指标所代表的企业数（同一集团计一家）", "unrelated enterprises that the newest figures of the whole city stand for");
    public static readonly Phrase Clause = new("规划条文", "Clause");
    public static readonly Phrase SourceWord = new("来源", "Source");
    public static readonly Phrase SourceDate = new("来源日期", "Source's date");
    public static readonly Phrase File = new("文件", "File");
    public static readonly Phrase FileRow = new("{0} 第 {1} 行", "{0}, row {1}");
    public static readonly Phrase Digest = new("SHA-256", "SHA-256");
    public static readonly Phrase ImportedBy = new("导入", "Imported");
    public static readonly Phrase ByAt = new("{0}，{1}", "{0}, {1}");
    public static readonly Phrase Superseded = new("已更正", "superseded");
    public static readonly Phrase AllValues = new("所有导入值", "All imported values");
    public static readonly Phrase Value = new("数值", "Value");
    public static readonly Phrase Formula = new("公式", "Formula");
    public static readonly Phrase Note = new("备注", "Note");

    // Import
    public static readonly Phrase Import = new("导入数值", "Import values");
    public static readonly Phrase ImportHint = new(
        "Excel（.xlsx）或 CSV，首行为列名：{0}。任何一处有误则整个文件不导入。",
        "Excel (.xlsx) or CSV with a first row of headings: {0}. While anything is wrong, nothing of the file is taken.");
    public static readonly Phrase ChooseFile = new("选择文件", "Choose a file");
    public static readonly Phrase Template = new("下载模板", "Template");
    public static readonly Phrase Preview = new("预览", "Preview");
    public static readonly Phrase Confirm = new("确认导入", "Import now");
    public static readonly Phrase PreviewOf = new("{0}：{1} 个新值，{2} 个已存在。", "{0}: {1} new values, {2} there already.");
    public static readonly Phrase ImportedOf = new("已导入 {0} 个新值，{1} 个已存在。", "{0} new values imported; {1} were there already.");
    public static readonly Phrase Faults = new("文件有 {0} 处错误，未导入任何数值：", "The file has {0} faults, and nothing of it was imported:");
    public static readonly Phrase Row = new("行", "Row");
    public static readonly Phrase Column = new("列", "Column");
    public static readonly Phrase Fault = new("问题", "What is wrong");
    public static readonly Phrase Imports = new("导入记录", "Imports");
    public static readonly Phrase NoImports = new("尚未导入任何文件。", "No file was imported yet.");
    public static readonly Phrase Added = new("新值", "New");
    public static readonly Phrase Duplicates = new("已存在", "There already");

    // Faults of a file
    public static readonly Phrase NotAnExcel = new("无法读取：不是 Excel 工作簿（.xlsx），或文件已损坏、已加密。请另存为 .xlsx 后再试。", "It cannot be read as an Excel workbook (.xlsx): it is of another kind, damaged or encrypted. Save it as .xlsx and try again.");
    public static readonly Phrase NotACsv = new("此行无法读取：请检查引号是否成对。", "This row cannot be read: see whether its quotes come in pairs.");
    public static readonly Phrase UnknownLetters = new("文件既不是 UTF-8 也不是 GB 18030 编码。请以 UTF-8 另存。", "The file is neither UTF-8 nor GB 18030. Save it as UTF-8.");
    public static readonly Phrase UnknownKindOfFile = new("文件名须以 .xlsx 或 .csv 结尾。", "The file's name must end in .xlsx or .csv.");
    public static readonly Phrase FileTooLarge = new("文件超过 {0} KiB。请分成几个文件。", "The file is larger than {0} KiB. Make several files of it.");
    public static readonly Phrase TooLarge = new("解压后超过 {0} MiB。", "It is larger than {0} MiB when unpacked.");
    public static readonly Phrase TooManyRows = new("超过 {0} 行。请分成几个文件。", "There are more than {0} rows. Make several files of it.");
    public static readonly Phrase TooManyColumns = new("超过 {0} 列。", "There are more than {0} columns.");
    public static readonly Phrase EmptyFile = new("文件为空。", "The file is empty.");
    public static readonly Phrase NoRows = new("列名之下没有任何行。", "There is no row below the headings.");
    public static readonly Phrase UnknownColumn = new("未知的列。可用：{0}。", "No such column. There are: {0}.");
    public static readonly Phrase ColumnTwice = new("此列出现两次。", "This column is there twice.");
    public static readonly Phrase ColumnMissing = new("缺少列 {0}。", "The column {0} is missing.");
    public static readonly Phrase CellMissing = new("此单元格为空。", "This cell is empty.");
    public static readonly Phrase CellError = new("单元格为错误值 {0}。", "The cell holds the error {0}.");
    public static readonly Phrase CellText = new("文本超过 {0} 个字符，或含控制字符。", "The text is longer than {0} characters, or holds control characters.");
    public static readonly Phrase UnknownIndicator = new("没有指标“{0}”。可用：{1}。", "There is no indicator '{0}'. There are: {1}.");
    public static readonly Phrase UnknownUnit = new("此指标不使用单位“{0}”。可用：{1}。", "This indicator is not counted in '{0}'. Use {1}.");
    public static readonly Phrase UnknownKind = new("类型“{0}”无效。可用：{1}。", "'{0}' is no kind of value. Use {1}.");
    public static readonly Phrase NotANumber = new("“{0}”不是数字。请使用如 1234.5 的写法。", "'{0}' is not a number. Write it as 1234.5.");
    public static readonly Phrase DateForNumber = new("此处应为数字，却是日期。", "There is a date where a number belongs.");
    public static readonly Phrase NotWhole = new("此指标只能是整数。", "This indicator is a whole number.");
    public static readonly Phrase Negative = new("数值不能为负。", "The value is below zero.");
    public static readonly Phrase NotADate = new("“{0}”不是日期。请使用如 2025-12-31 的写法。", "'{0}' is not a date. Write it as 2025-12-31.");
    public static readonly Phrase InFuture = new("日期在将来。", "The date is in the future.");
    public static readonly Phrase AfterCycle = new("日期晚于本规划周期的截止日 {0}。", "The date is after the end of this plan cycle, {0}.");
    public static readonly Phrase Contradicts = new("与第 {0} 行矛盾：同一指标、日期、类型和来源，数值却不同。", "It contradicts row {0}: same indicator, date, kind and source, but another value.");

    /// <returns>The word for a kind of value.</returns>
    public static Phrase OfKind(string kind) => kind switch
    {
        "measured" => Measured,
        "estimated" => Estimated,
        _ => Reported,
    };
}
