using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.EdgeConsole.Accounts;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Language;
using static Jinan.IndustryBrain.EdgeConsole.Words.ConsolePhrases;

namespace Jinan.IndustryBrain.EdgeConsole.Words;

/// <summary>The services' words as phrases; a word that this version does not know is shown as it came.</summary>
internal static class Wording
{
    public static string Sector(this Texts t, string sector) => sector switch
    {
        Sectors.Auto => t[Auto],
        Sectors.Semiconductors => t[Semiconductors],
        Sectors.Biomedicine => t[Biomedicine],
        Sectors.Materials => t[Materials],
        _ => sector,
    };

    public static (Tone Tone, string Word) Session(this Texts t, string state) => state switch
    {
        "Running" => (Tone.Good, t[Running]),
        "Waiting" => (Tone.Bad, t[Waiting]),
        "Closed" => (Tone.Bad, t[Closed]),
        "OpeningChannel" => (Tone.Warning, t[OpeningChannel]),
        "ActivatingSession" => (Tone.Warning, t[ActivatingSession]),
        "CreatingSession" => (Tone.Warning, t[CreatingSession]),
        "TransferringSubscriptions" => (Tone.Warning, t[Transferring]),
        "Republishing" => (Tone.Warning, t[ConsolePhrases.Republishing]),
        "CreatingSubscriptions" => (Tone.Warning, t[CreatingSubscriptions]),
        _ => (Tone.Neutral, state),
    };

    public static string ModelKind(this Texts t, string kind) => kind switch
    {
        "remaining_useful_life" => t[RemainingUsefulLife],
        "health_index" => t[HealthIndex],
        "anomaly_score" => t[AnomalyScore],
        "quality_class" => t[QualityClass],
        "quality_probability" => t[QualityProbability],
        "soft_sensor" => t[SoftSensor],
        _ => kind,
    };

    public static (Tone Tone, string Word) AnswerState(this Texts t, string state) => state switch
    {
        "computed" => (Tone.Good, t[Computed]),
        "computing" => (Tone.Neutral, t[Computing]),
        "not_configured" => (Tone.Neutral, t[NotConfigured]),
        "input_missing" => (Tone.Warning, t[InputMissing]),
        "coverage_too_low" => (Tone.Warning, t[CoverageTooLow]),
        "beyond_horizon" => (Tone.Neutral, t[BeyondHorizon]),
        "model_failed" => (Tone.Bad, t[ModelFailed]),
        _ => (Tone.Neutral, state),
    };

    public static (Tone Tone, string Word) AnswerState(this Texts t, InsightState state) => t.AnswerState(state switch
    {
        InsightState.Computed => "computed",
        InsightState.Computing => "computing",
        InsightState.NotConfigured => "not_configured",
        InsightState.InputMissing => "input_missing",
        InsightState.CoverageTooLow => "coverage_too_low",
        InsightState.BeyondHorizon => "beyond_horizon",
        _ => "model_failed",
    });

    /// <returns>Null where the model has no thresholds.</returns>
    public static (Tone Tone, string Word)? Level(this Texts t, InsightLevel level) => level switch
    {
        InsightLevel.Ok => (Tone.Good, t[LevelOk]),
        InsightLevel.Warning => (Tone.Warning, t[LevelWarning]),
        InsightLevel.Alarm => (Tone.Bad, t[LevelAlarm]),
        _ => null,
    };

    public static (Tone Tone, string Word) CapsuleState(this Texts t, string state) => state switch
    {
        "in service" => (Tone.Good, t[InService]),
        "superseded" => (Tone.Neutral, t[Superseded]),
        "refused" => (Tone.Bad, t[RefusedCapsule]),
        "ending" => (Tone.Neutral, t[Ending]),
        _ => (Tone.Neutral, state),
    };

    public static (Tone Tone, string Word) Uplink(this Texts t, string state) => state switch
    {
        "idle" => (Tone.Good, t[UplinkIdle]),
        "sending" => (Tone.Good, t[UplinkSending]),
        "waiting" => (Tone.Warning, t[UplinkWaiting]),
        _ => (Tone.Neutral, state),
    };

    public static string Role(this Texts t, string role) => role == Roles.Engineer ? t[Engineer] : t[Viewer];

    public static string Change(this Texts t, string outcome) => Enum.TryParse<AccountChange>(outcome, out var change)
        ? t[change switch
        {
            AccountChange.Done => Done,
            AccountChange.NameInvalid => NameInvalid,
            AccountChange.NameTaken => NameTaken,
            AccountChange.PasswordTooShort => PasswordTooShort,
            AccountChange.PasswordWrong => PasswordWrong,
            AccountChange.LastEngineer => LastEngineer,
            _ => UnknownAccount,
        }]
        : outcome;
}
