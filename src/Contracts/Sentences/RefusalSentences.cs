namespace Jinan.IndustryBrain.Contracts.Sentences;

/// <summary>Why the city does not take what a factory sends: an item for good, or all of it.</summary>
public static class RefusalSentences
{
    public static readonly SentenceForm NotRegistered = new("refusal.notRegistered", "The city's register does not hold '{0}'. Ask the city to add it.");
    public static readonly SentenceForm OtherEnterprise = new("refusal.otherEnterprise", "The token's claim 'enterprise' is not the one that the city's register holds for this factory.");
    public static readonly SentenceForm ForeignInsight = new("refusal.foreignInsight", "The batch holds an insight of another factory or enterprise than the token's. Nothing of it was stored.");
    public static readonly SentenceForm ForeignReport = new("refusal.foreignReport", "The batch holds a report of another factory or enterprise than the token's. Nothing of it was stored.");

    public static readonly SentenceForm NoInsight = new("refusal.noInsight", "it is not an insight: {0}");
    public static readonly SentenceForm NoReport = new("refusal.noReport", "it is not a report of a warning: {0}");
    public static readonly SentenceForm NoAnswer = new("refusal.noAnswer", "it is not an answer to a task: {0}");
    public static readonly SentenceForm Null = new("refusal.null", "it is null");
    public static readonly SentenceForm UnknownSchema = new("refusal.unknownSchema", "schema {0} is not known; this city reads {1}");
    public static readonly SentenceForm BadName = new("refusal.badName", "{0} is not a name of 1 to 120 letters, digits, spaces and . _ - / : +");
    public static readonly SentenceForm BadUnit = new("refusal.badUnit", "the unit is not one");
    public static readonly SentenceForm NotFinite = new("refusal.notFinite", "the value is not a finite number");
    public static readonly SentenceForm TooManySignals = new("refusal.tooManySignals", "there are more than {0} signals");

    public static readonly SentenceForm BadWindowKind = new("refusal.badWindowKind", "window.kind is neither grid nor context");
    public static readonly SentenceForm BadWindow = new("refusal.badWindow", "the window ends before it begins, or in the future: check the clocks of the edge and the city");
    public static readonly SentenceForm OtherId = new("refusal.otherId", "the id is not that of its asset, model and window");
    public static readonly SentenceForm BadDigest = new("refusal.badDigest", "a digest is not 64 lower-case hex digits");
    public static readonly SentenceForm ReasonTooLong = new("refusal.reasonTooLong", "the reason is longer than {0} characters");
    public static readonly SentenceForm ValueAndState = new("refusal.valueAndState", "there is a value without the state computed, or the state without a value");
    public static readonly SentenceForm BadInterval = new("refusal.badInterval", "the interval does not hold the value, or its coverage is not between 0 and 1");
    public static readonly SentenceForm BadCoverage = new("refusal.badCoverage", "evidence.coverage is not between 0 and 1");
    public static readonly SentenceForm BadShare = new("refusal.badShare", "a contribution's share is not between -1 and 1");

    public static readonly SentenceForm BadReportId = new("refusal.badReportId", "the id is not 1 to 120 letters, digits and . _ - : +");
    public static readonly SentenceForm NegativeRevision = new("refusal.negativeRevision", "the revision is negative");
    public static readonly SentenceForm BadReportState = new("refusal.badReportState", "state or level is a number that stands for none");
    public static readonly SentenceForm ReportInFuture = new("refusal.reportInFuture", "it was raised or changed in the future: check the clocks of the edge and the city");
    public static readonly SentenceForm BadEvidence = new("refusal.badEvidence", "evidence.digest is not 64 lower-case hex digits, or evidence.insight no id");
    public static readonly SentenceForm NoteTooLong = new("refusal.noteTooLong", "the note is longer than {0} characters, or holds control characters");

    public static readonly SentenceForm BadAnswerId = new("refusal.badAnswerId", "id or task is not 1 to 120 letters, digits and . _ - : +");
    public static readonly SentenceForm BadAnswerState = new("refusal.badAnswerState", "the state is not accepted, answered or declined");
    public static readonly SentenceForm DeclinedWithoutText = new("refusal.declinedWithoutText", "it is declined without a text that says why");
    public static readonly SentenceForm TextTooLong = new("refusal.textTooLong", "the text is longer than {0} characters, or holds control characters");
    public static readonly SentenceForm NameTooLong = new("refusal.nameTooLong", "'by' is longer than {0} characters, or has more than one line");
    public static readonly SentenceForm AnswerInFuture = new("refusal.answerInFuture", "it was given in the future: check the clocks of the edge and the city");
    public static readonly SentenceForm NoTask = new("refusal.noTask", "the city has no task '{0}' for this factory");
}
