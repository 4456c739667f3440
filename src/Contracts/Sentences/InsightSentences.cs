namespace Jinan.IndustryBrain.Contracts.Sentences;

/// <summary>Why a model has no answer for a window.</summary>
public static class InsightSentences
{
    public static readonly SentenceForm ContextTooLong = new("window.tooLong", "'{0}' goes on for more than {1} s, the longest that the model takes");
    public static readonly SentenceForm NoGoodValue = new("window.noGoodValue", "{0} missing: no good value in the window");
    public static readonly SentenceForm CoverageTooLow = new("window.coverage", "coverage {0} % of {1} % ({2})");
    public static readonly SentenceForm NotFinite = new("window.notFinite", "feature '{0}' is not finite");
    public static readonly SentenceForm FirstWindowOpen = new("window.first", "the first window is not over");
    public static readonly SentenceForm SignalsMissing = new("model.signalsMissing", "{0} missing");
    public static readonly SentenceForm OtherUnit = new("model.otherUnit", "{0} comes in '{1}', the model takes '{2}'");
    public static readonly SentenceForm OtherUnits = new("model.otherUnits", "units that are not as the model takes them (comes → takes): {0}");
    public static readonly SentenceForm OddAnswer = new("model.oddAnswer", "the model answered {0}");
    public static readonly SentenceForm BeyondModel = new("model.beyond", "more than {0} {1}, beyond what the model can tell");
    public static readonly SentenceForm NoCapsule = new("model.none", "no capsule in service answers for '{0}'");
    public static readonly SentenceForm OtherWindow = new("replay.otherWindow", "the window is not the one of then");
    public static readonly SentenceForm NoAnswerThen = new("replay.noAnswerThen", "it did not answer then either");
}
