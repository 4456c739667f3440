using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Warnings;

namespace Jinan.IndustryBrain.EdgeConsole.Warnings;

/// <summary>A case as the console keeps it.</summary>
/// <param name="Case">What is published of it.</param>
/// <param name="Ended">When people were done with it.</param>
/// <param name="WentOn">Insights that said the same after the case was rejected.</param>
public sealed record CaseRecord(WarningCase Case, DateTimeOffset? Ended, long WentOn);

/// <summary>A line of a case's history.</summary>
/// <param name="Who">Account; null where nobody did it.</param>
/// <param name="What">One of <see cref="CaseEvents"/>.</param>
/// <param name="Text">What was written, or an insight's id.</param>
internal sealed record CaseEntry(DateTimeOffset At, string? Who, string What, string? Text);

/// <summary>A case with all that belongs to it.</summary>
/// <param name="Maintenance">The machine's, if one runs.</param>
/// <param name="History">Oldest first.</param>
/// <param name="Insights">Those that the case holds, newest window first; the oldest may be gone.</param>
internal sealed record CaseDetail(
    CaseRecord Record, IReadOnlyList<CaseEntry> History, IReadOnlyList<Insight> Insights, Maintenance? Maintenance);

/// <summary>What a person does to a case.</summary>
internal enum CaseAction
{
    Acknowledge,
    Confirm,
    Reject,

    /// <summary>Known maintenance until a time.</summary>
    Maintain,
    Close,
    Reopen,

    /// <summary>For colleagues; it stays at this console.</summary>
    Note,
    NoteForCity,
}

/// <summary>What came of what a person did to a case or to a maintenance.</summary>
public enum CaseChange
{
    Done,
    Unknown,

    /// <summary>Somebody was faster: the case or the maintenance is another by now.</summary>
    NotNow,

    /// <summary>The machine has another open case.</summary>
    AnotherIsOpen,
    TextMissing,
    TextTooLong,

    /// <summary>The end of a maintenance lies in the past, or too far ahead.</summary>
    UntilNotUsable,
}

/// <summary>Words of the history and of webhooks.</summary>
internal static class CaseEvents
{
    public const string Raised = "raised";

    /// <summary>A worse level than before.</summary>
    public const string Escalated = "escalated";
    public const string Acknowledged = "acknowledged";
    public const string Confirmed = "confirmed";
    public const string Rejected = "rejected";
    public const string Maintained = "known_maintenance";
    public const string Closed = "closed";
    public const string Reopened = "reopened";
    public const string Note = "note";
    public const string NoteForCity = "note_for_city";

    public static string Of(CaseAction action) => action switch
    {
        CaseAction.Acknowledge => Acknowledged,
        CaseAction.Confirm => Confirmed,
        CaseAction.Reject => Rejected,
        CaseAction.Maintain => Maintained,
        CaseAction.Close => Closed,
        CaseAction.Reopen => Reopened,
        CaseAction.Note => Note,
        _ => NoteForCity,
    };
}

/// <summary>What became of an insight.</summary>
internal enum InsightOutcome
{
    /// <summary>Nothing to warn of.</summary>
    NoWarning,
    Opened,
    Joined,

    /// <summary>It was taken before.</summary>
    Known,

    /// <summary>The machine is in known maintenance.</summary>
    HeldBack,

    /// <summary>It says what a rejected case said, and the model has not said otherwise since.</summary>
    StillRejected,

    /// <summary>It was computed before people ended the machine's last case.</summary>
    Overtaken,
}
