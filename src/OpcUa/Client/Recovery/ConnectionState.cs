namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>What a connection is doing. The order is the order in which a first connect passes through them.</summary>
public enum ConnectionState
{
    /// <summary>Between two attempts.</summary>
    Waiting,

    /// <summary>Connecting the socket, saying hello, opening the secure channel.</summary>
    OpeningChannel,

    /// <summary>Taking the session of before over to the new channel.</summary>
    ActivatingSession,

    /// <summary>Asking for a new session.</summary>
    CreatingSession,

    /// <summary>Asking that the subscriptions of an older session be given to this one.</summary>
    TransferringSubscriptions,

    /// <summary>Fetching notifications that were sent but never arrived.</summary>
    Republishing,

    /// <summary>Creating subscriptions and monitored items that the server does not have, or no longer has.</summary>
    CreatingSubscriptions,

    /// <summary>Notifications flow.</summary>
    Running,

    /// <summary>Closed by its owner, for good.</summary>
    Closed,
}
