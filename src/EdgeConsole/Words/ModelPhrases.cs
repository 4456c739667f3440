using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.EdgeConsole.Words;

/// <summary>What the page of models says of versions and of the signals that feed them.</summary>
internal static class ModelPhrases
{
    public static readonly Phrase Previous = new("上一版本", "Previous version");
    public static readonly Phrase NoPrevious = new("没有", "none");
    public static readonly Phrase Pinned = new("已固定", "pinned");
    public static readonly Phrase PinnedTo = new("已固定在版本 {0}，更新的版本不会启用。", "Version {0} is pinned; no newer one is taken.");
    public static readonly Phrase RollBack = new("回退到 {0}", "Roll back to {0}");
    public static readonly Phrase RollBackOf = new("将 {0} 回退到版本 {1}？各机器在窗口边界切换，不丢失窗口；之后固定在该版本，直到取消固定。", "Roll {0} back to version {1}? Each machine changes between two windows and loses none; the version stays pinned until the pin is taken away.");
    public static readonly Phrase UnpinOf = new("取消 {0} 的固定？最新的可用版本会重新启用。", "Take the pin of {0} away? The newest version that runs serves again.");
    public static readonly Phrase Meaning = new("：{0}", ": {0}");
    public static readonly Phrase Confirm = new("确认", "Confirm");
    public static readonly Phrase Cancel = new("取消", "Cancel");
    public static readonly Phrase Unpin = new("取消固定", "Take the pin away");
    public static readonly Phrase Accepted = new("已接受，几秒内生效。", "Accepted; it takes effect within seconds.");
    public static readonly Phrase FedBy = new("每台机器由哪些信号供给", "Which signals feed it, machine by machine");
    public static readonly Phrase Machine = new("机器", "Machine");
    public static readonly Phrase Feeds = new("信号（完整名称）", "Signals, by full name");
    public static readonly Phrase Missing = new("缺少 {0}", "{0} missing");
    public static readonly Phrase WrongUnit = new("{0} 的单位是 {1}，模型需要 {2}", "{0} comes in {1}, the model takes {2}");
    public static readonly Phrase NoMachine = new("没有机器使用这个模型包。", "No machine uses this capsule.");
}
