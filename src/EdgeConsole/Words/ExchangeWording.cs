using Jinan.IndustryBrain.Contracts.Tasks;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Language;
using static Jinan.IndustryBrain.EdgeConsole.Words.ExchangePhrases;

namespace Jinan.IndustryBrain.EdgeConsole.Words;

/// <summary>The uplink's words as phrases; one that this version does not know is shown as it came.</summary>
internal static class ExchangeWording
{
    public static (Tone Tone, string Word) State(this Texts t, TaskState state) => state switch
    {
        TaskState.Open => (Tone.Bad, t[TaskOpen]),
        TaskState.Accepted => (Tone.Warning, t[TaskAccepted]),
        TaskState.Answered => (Tone.Good, t[TaskAnswered]),
        TaskState.Declined => (Tone.Neutral, t[TaskDeclined]),
        _ => (Tone.Neutral, t[TaskClosed]),
    };

    public static (Tone Tone, string Word) Given(this Texts t, string state) => state switch
    {
        "waiting" => (Tone.Warning, t[AnswerWaiting]),
        "sent" => (Tone.Good, t[AnswerSent]),
        "refused" => (Tone.Bad, t[AnswerRefused, "–"]),
        _ => (Tone.Neutral, state),
    };

    public static string PayloadKind(this Texts t, string kind) => kind switch
    {
        "insights" => t[Insights],
        "warnings" => t[NamedWarnings],
        "task-answers" => t[TaskAnswers],
        _ => kind,
    };

    public static (Tone Tone, string Word) ExportOutcome(this Texts t, string outcome) => outcome switch
    {
        "acknowledged" => (Tone.Good, t[Acknowledged]),
        "no answer" => (Tone.Warning, t[NoAnswer]),
        "sending" => (Tone.Neutral, t[Unfinished]),
        _ when outcome.StartsWith("refused", StringComparison.Ordinal) => (Tone.Bad, t[RefusedWith, outcome["refused".Length..].Trim()]),
        _ => (Tone.Neutral, outcome),
    };

    public static string Release(this Texts t, WarningRelease release) => t[release switch
    {
        WarningRelease.All => ReleaseAll,
        WarningRelease.Confirmed => ReleaseConfirmed,
        _ => ReleaseNothing,
    }];

    public static string Field(this Texts t, WarningField field) => t[field switch
    {
        WarningField.Level => FieldLevel,
        WarningField.AssetType => FieldAssetType,
        WarningField.Asset => FieldAsset,
        WarningField.ModelKind => FieldModelKind,
        WarningField.Signals => FieldSignals,
        WarningField.Value => FieldValue,
        WarningField.Evidence => FieldEvidence,
        _ => FieldNote,
    }];
}
