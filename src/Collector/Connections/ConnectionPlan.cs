using Jinan.IndustryBrain.Collector.Security;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.SecureChannel;

namespace Jinan.IndustryBrain.Collector.Connections;

/// <summary>What a configuration asks of the OPC UA client.</summary>
internal static class ConnectionPlan
{
    /// <param name="factory">The factory.</param>
    /// <param name="settings">The connection.</param>
    /// <param name="certificates">Our own certificate is taken from here where the connection is secured.</param>
    /// <param name="trust">Decides on the server's certificate; also where only a password is encrypted for it.</param>
    /// <param name="user">Reads who the session acts for.</param>
    public static ConnectionOptions OptionsOf(
        FactoryConfiguration factory, ConnectionSettings settings, FactoryCertificates certificates, ICertificateValidator trust, UserSource user) => new()
    {
        EndpointUrl = settings.Endpoint,
        ApplicationUri = FactoryCertificates.ApplicationUriOf(factory.Factory),
        ApplicationName = "Jinan Industry Brain Collector",
        SessionName = $"{factory.Factory}/{settings.Id}",
        Security = new SecuritySettings
        {
            Policy = settings.SecurityPolicy,
            Mode = settings.SecurityMode,
            Certificate = IsSecured(settings) ? certificates.Own() : null,
            Validator = trust,
        },
        IdentitySource = user.Reader,
        // The server keeps what we miss while we are away or restarted.
        SessionTimeout = settings.Lifetime,
        KeepSubscriptionsOnClose = true,
    };

    public static SubscriptionSettings SubscriptionOf(ConnectionSettings settings, ItemPlan plan, uint maxNotifications) => new()
    {
        Items = plan.Items,
        PublishingInterval = settings.Publishing,
        KeepAlive = settings.KeepAlive,
        Lifetime = settings.Lifetime,
        Priority = settings.Priority,
        MaxNotificationsPerPublish = maxNotifications,
    };

    public static bool IsSecured(ConnectionSettings settings) => settings.SecurityPolicy != SecurityPolicyChoice.None;
}
