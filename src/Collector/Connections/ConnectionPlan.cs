using Jinan.IndustryBrain.Collector.Configuration;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Client;

namespace Jinan.IndustryBrain.Collector.Connections;

/// <summary>What a configuration asks of the OPC UA client.</summary>
internal static class ConnectionPlan
{
    public static ConnectionOptions OptionsOf(FactoryConfiguration factory, ConnectionSettings settings) => new()
    {
        EndpointUrl = settings.Endpoint,
        ApplicationUri = $"urn:jinan:industrybrain:collector:{factory.Factory}",
        ApplicationName = "Jinan Industry Brain Collector",
        SessionName = $"{factory.Factory}/{settings.Id}",
        Identity = IdentityOf(settings),
        // The server keeps what we miss while we are away or restarted.
        SessionTimeout = settings.Lifetime,
        KeepSubscriptionsOnClose = true,
    };

    public static SubscriptionSettings SubscriptionOf(ConnectionSettings settings, IReadOnlyList<SignalSettings> signals, uint maxNotifications) => new()
    {
        Items =
        [
            .. signals.Select(signal => new MonitoredItemSettings(signal.Node)
            {
                SamplingInterval = signal.Sampling,
                QueueSize = signal.Queue,
            }),
        ],
        PublishingInterval = settings.Publishing,
        KeepAlive = settings.KeepAlive,
        Lifetime = settings.Lifetime,
        Priority = settings.Priority,
        MaxNotificationsPerPublish = maxNotifications,
    };

    // Other kinds of users are refused by CollectorSupport.
    private static UserIdentity IdentityOf(ConnectionSettings settings) => settings.User is PasswordUser user
        ? UserIdentity.WithPassword(user.Name, File.ReadLines(user.PasswordFile).FirstOrDefault()?.Trim() ?? "")
        : UserIdentity.Anonymous;
}
