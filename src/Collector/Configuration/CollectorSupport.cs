using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.SecureChannel;

namespace Jinan.IndustryBrain.Collector.Configuration;

/// <summary>
/// What a factory.yaml may say that this collector does not do yet: refused with the line, because what is silently ignored
/// looks as if it worked. A check goes when the collector does what it is about.
/// </summary>
internal static class CollectorSupport
{
    /// <summary>The result as it was, or with the faults of what is not supported.</summary>
    public static ConfigurationResult Checked(ConfigurationResult result)
    {
        if (result.Configuration is not { } configuration)
            return result;
        var faults = new List<ConfigurationFault>();
        for (var c = 0; c < configuration.Connections.Count; c++)
            CheckConnection(configuration.Connections[c], $"connections[{c}]", Refuse);
        for (var a = 0; a < configuration.Assets.Count; a++)
        {
            for (var s = 0; s < configuration.Assets[a].Signals.Count; s++)
                CheckSignal(configuration.Assets[a].Signals[s], $"assets[{a}].signals[{s}]", Refuse);
        }

        return faults.Count == 0 ? result : result with { Configuration = null, Faults = [.. faults.OrderBy(fault => fault.Line)] };

        void Refuse(string path, string what) =>
            faults.Add(new ConfigurationFault(result.LineOf(path), path, $"the collector does not {what} in this version: leave it out."));
    }

    private static void CheckConnection(ConnectionSettings connection, string path, Action<string, string> refuse)
    {
        if (connection.SecurityPolicy != SecurityPolicyChoice.None)
            refuse($"{path}.security", "secure channels");
        if (connection.User is not (AnonymousUser or PasswordUser))
            refuse($"{path}.user", "log in by certificate or token");
        if (connection.Events.Count > 0)
            refuse($"{path}.events", "subscribe to events");
        if (connection.History)
            refuse($"{path}.history", "fill intervals from a server's history");
    }

    private static void CheckSignal(SignalSettings signal, string path, Action<string, string> refuse)
    {
        if (signal.Path is not null)
            refuse($"{path}.path", "take structures apart");
        if (signal.Deadband is not null)
            refuse($"{path}.deadband", "ask for deadbands");
        if (signal.Trigger != ChangeTrigger.Value)
            refuse($"{path}.trigger", "ask for another trigger than value");
        if (signal.Discard != DiscardPolicy.Oldest)
            refuse($"{path}.discard", "ask for another discard policy than oldest");
    }
}
