using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.EdgeConsole.Words;

/// <summary>What this console itself has to say of a service that does not answer.</summary>
internal static class ServiceFailures
{
    public static readonly Phrase NoSidecar = new("{0}：边车没有响应（{1}）。请检查 apphost 是否在运行。", "{0}: the sidecar does not answer ({1}). See whether apphost runs.");
    public static readonly Phrase TooLate = new("{0}：{1} 秒内没有响应。", "{0}: no answer within {1} s.");
    public static readonly Phrase Empty = new("{0}：响应为空。", "{0}: the answer is empty.");
    public static readonly Phrase NotUnderstood = new("{0}：无法理解其响应（{1}）。", "{0}: the answer is not understood ({1}).");

    public static Saying Of(this Phrase phrase, params object?[] values) => new(Texts.English[phrase, values], phrase, values);
}
