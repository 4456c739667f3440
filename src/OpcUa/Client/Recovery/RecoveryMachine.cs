namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>How a step of <see cref="RecoveryMachine"/> ended, or what ended <see cref="ConnectionState.Running"/>.</summary>
internal enum StepOutcome
{
    /// <summary>The step did all it could; what single subscriptions or items refused was reported and noted.</summary>
    Done,

    /// <summary>The server refused the step as such.</summary>
    Refused,

    /// <summary>The channel broke or nobody answered in time.</summary>
    ChannelLost,

    /// <summary>The server no longer knows the session.</summary>
    SessionLost,

    /// <summary>A subscription is to be created: new, forgotten by the server, or silent for too long.</summary>
    SubscriptionMissing,

    /// <summary>The owner closes the connection.</summary>
    Stopped,
}

/// <summary>
/// What comes after what when a connection is made or broken: a table without sockets, clocks or locks. Whoever drives it
/// performs the state's action and feeds the outcome back.
/// <code>
///                        Done                       Refused                ChannelLost  SessionLost      SubscriptionMissing
/// Waiting                OpeningChannel             -                      Waiting      Waiting          Waiting
/// OpeningChannel         ActivatingSession          Waiting                Waiting      Waiting          -
/// ActivatingSession      TransferringSubscriptions  CreatingSession        Waiting      CreatingSession  -
/// CreatingSession        TransferringSubscriptions  Waiting                Waiting      Waiting          -
/// TransferringSub.       Republishing               CreatingSubscriptions  Waiting      Waiting          -
/// Republishing           CreatingSubscriptions      CreatingSubscriptions  Waiting      Waiting          CreatingSubscriptions
/// CreatingSubscriptions  Running                    Waiting                Waiting      Waiting          CreatingSubscriptions
/// Running                -                          Waiting                Waiting      Waiting          CreatingSubscriptions
/// </code>
/// Every cycle leads through Waiting, where the back-off is: a server that drops each session as soon as it is made is not
/// flooded with new ones. Stopped leads to Closed from everywhere. A pair without an entry is a fault of the driver.
/// </summary>
static class RecoveryMachine
{
    public static ConnectionState Next(ConnectionState state, StepOutcome outcome) => (state, outcome) switch
    {
        (_, StepOutcome.Stopped) => ConnectionState.Closed,
        (ConnectionState.Closed, _) => ConnectionState.Closed,

        // Activating without a session, as at the first connect, is refused by the driver itself: one path for both.
        (ConnectionState.ActivatingSession, StepOutcome.Refused or StepOutcome.SessionLost) => ConnectionState.CreatingSession,

        (_, StepOutcome.ChannelLost or StepOutcome.SessionLost) => ConnectionState.Waiting,

        (ConnectionState.Waiting, StepOutcome.Done) => ConnectionState.OpeningChannel,
        (ConnectionState.Waiting, StepOutcome.SubscriptionMissing) => ConnectionState.Waiting,

        (ConnectionState.OpeningChannel, StepOutcome.Done) => ConnectionState.ActivatingSession,
        // Nothing is left to transfer unless the channel broke before an earlier transfer was done.
        (ConnectionState.ActivatingSession, StepOutcome.Done) => ConnectionState.TransferringSubscriptions,
        (ConnectionState.CreatingSession, StepOutcome.Done) => ConnectionState.TransferringSubscriptions,
        (ConnectionState.TransferringSubscriptions, StepOutcome.Done) => ConnectionState.Republishing,
        (ConnectionState.Republishing, StepOutcome.Done) => ConnectionState.CreatingSubscriptions,
        (ConnectionState.CreatingSubscriptions, StepOutcome.Done) => ConnectionState.Running,

        // A server without TransferSubscriptions or Republish is no reason to start over.
        (ConnectionState.TransferringSubscriptions or ConnectionState.Republishing, StepOutcome.Refused) =>
            ConnectionState.CreatingSubscriptions,

        (ConnectionState.OpeningChannel or ConnectionState.CreatingSession or ConnectionState.CreatingSubscriptions
            or ConnectionState.Running, StepOutcome.Refused) => ConnectionState.Waiting,

        (ConnectionState.Republishing or ConnectionState.CreatingSubscriptions or ConnectionState.Running,
            StepOutcome.SubscriptionMissing) => ConnectionState.CreatingSubscriptions,

        _ => throw new InvalidOperationException($"{state} cannot end with {outcome}."),
    };
}
