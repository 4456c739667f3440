using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.EdgeConsole.Notifications;
using Jinan.IndustryBrain.EdgeConsole.Warnings;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Language;
using static Jinan.IndustryBrain.EdgeConsole.Words.WarningPhrases;

namespace Jinan.IndustryBrain.EdgeConsole.Words;

/// <summary>States and outcomes of warnings as phrases.</summary>
internal static class WarningWording
{
    public static (Tone Tone, string Word) State(this Texts t, WarningState state) => state switch
    {
        WarningState.Open => (Tone.Bad, t[Open]),
        WarningState.Acknowledged => (Tone.Warning, t[Acknowledged]),
        WarningState.Confirmed => (Tone.Bad, t[Confirmed]),
        WarningState.Rejected => (Tone.Neutral, t[Rejected]),
        WarningState.KnownMaintenance => (Tone.Neutral, t[KnownMaintenance]),
        _ => (Tone.Good, t[Closed]),
    };

    public static string CaseEvent(this Texts t, string what) => what switch
    {
        CaseEvents.Raised => t[EventRaised],
        CaseEvents.Escalated => t[EventEscalated],
        CaseEvents.Acknowledged => t[EventAcknowledged],
        CaseEvents.Confirmed => t[EventConfirmed],
        CaseEvents.Rejected => t[EventRejected],
        CaseEvents.Maintained => t[EventMaintained],
        CaseEvents.Closed => t[EventClosed],
        CaseEvents.Reopened => t[EventReopened],
        CaseEvents.Note => t[EventNote],
        CaseEvents.NoteForCity => t[EventNoteForCity],
        EmailChannel.TestEvent => t[EventTest],
        _ => what,
    };

    public static string MaintenanceEvent(this Texts t, string what) => what switch
    {
        MaintenanceEvents.Began => t[Began],
        MaintenanceEvents.EndChanged => t[EndChanged],
        MaintenanceEvents.Ended => t[EndedByHand],
        MaintenanceEvents.Superseded => t[Superseded],
        _ => what,
    };

    /// <returns>How one ended that is over.</returns>
    public static string Ending(this Texts t, Maintenance maintenance) =>
        maintenance.History is [.., { What: MaintenanceEvents.Ended or MaintenanceEvents.Superseded } last] ? t.MaintenanceEvent(last.What) : t[EndedAsPlanned];

    public static string Action(this Texts t, CaseAction action) => t[action switch
    {
        CaseAction.Acknowledge => Acknowledge,
        CaseAction.Confirm => Confirm,
        CaseAction.Reject => Reject,
        CaseAction.Maintain => Maintain,
        CaseAction.Close => Close,
        CaseAction.Reopen => Reopen,
        CaseAction.Note => AddNote,
        _ => AddNoteForCity,
    }];

    public static string Change(this Texts t, CaseChange change) => change switch
    {
        CaseChange.Done => t[Done],
        CaseChange.Unknown => t[NoSuchCase],
        CaseChange.AnotherIsOpen => t[AnotherIsOpen],
        CaseChange.TextMissing => t[TextMissing],
        CaseChange.TextTooLong => t[TextTooLong, NoteText.Most],
        CaseChange.UntilNotUsable => t[UntilNotUsable],
        _ => t[NotNow],
    };

    public static (Tone Tone, string Word) DeliveryState(this Texts t, string state) => state switch
    {
        Delivery.Waiting => (Tone.Warning, t[DeliveryWaiting]),
        Delivery.Sent => (Tone.Good, t[DeliverySent]),
        Delivery.Dead => (Tone.Bad, t[DeliveryDead]),
        _ => (Tone.Neutral, state),
    };

    public static string Fault(this Texts t, SettingsFault fault) => t[fault switch
    {
        SettingsFault.Host => FaultHost,
        SettingsFault.Port => FaultPort,
        SettingsFault.From => FaultFrom,
        SettingsFault.To => FaultTo,
        SettingsFault.UserAndPassword => FaultUserAndPassword,
        SettingsFault.PasswordInTheOpen => FaultPasswordInTheOpen,
        SettingsFault.Url => FaultUrl,
        SettingsFault.UrlInTheOpen => FaultUrlInTheOpen,
        _ => FaultSecret,
    }];
}
