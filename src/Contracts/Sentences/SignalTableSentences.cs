namespace Jinan.IndustryBrain.Contracts.Sentences;

/// <summary>What is wrong with a table of signals, and which variables cannot be signals.</summary>
public static class SignalTableSentences
{
    public static readonly SentenceForm OpenQuotation = new("table.openQuotation", "line {0}: a quotation mark has no partner.");
    public static readonly SentenceForm BadNode = new("table.badNode", "line {0}: node: '{1}' is no node id: write nsu=<namespace uri>;s=<name>.");
    public static readonly SentenceForm UnknownDataType = new("table.unknownDataType", "line {0}: dataType: '{1}' is not known here: add a column type with double, int64 or text.");
    public static readonly SentenceForm BadSampling = new("table.badSampling", "{0}: sampling: '{1}' is no duration: write 500ms, 2s, 5m or 1h.");
    public static readonly SentenceForm LeftOut = new("table.leftOut", "left out, {0}: {1} {2}");
    public static readonly SentenceForm LeftOutWithoutType = new("table.leftOutWithoutType", "left out, no type: {0} {1}");
    public static readonly SentenceForm NoSignal = new("signal.notPossible", "{0}: {1}");
    public static readonly SentenceForm NotReadable = new("signal.notReadable", "{0}: not readable");
}
