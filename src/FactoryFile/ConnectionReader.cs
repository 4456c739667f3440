using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using YamlDotNet.RepresentationModel;

namespace Jinan.IndustryBrain.FactoryFile;

/// <summary>Reads <c>connections</c> of a factory.yaml.</summary>
internal static class ConnectionReader
{
    private const uint HighestSeverity = 1_000; // OPC 10000-5, 6.4.2

    public static List<ConnectionSettings> Read(YamlFields factory, string folder)
    {
        var connections = new List<ConnectionSettings>();
        foreach (var fields in factory.Items("connections"))
        {
            var id = fields.Identifier("id", "plc1");
            if (id is not null && connections.Any(other => other.Id == id))
                fields.Fault("id", FactoryFileSentences.ConnectionIdTaken.Of(id));
            var endpoint = fields.Required("endpoint", "opc.tcp://192.168.0.10:4840");
            if (endpoint is not null && !IsEndpoint(endpoint))
                fields.Fault("endpoint", FactoryFileSentences.BadAddress.Of(endpoint));
            var (policy, mode) = ReadSecurity(fields);
            var clock = fields.Choice("clock", ClockSource.Source);
            var history = fields.Flag("history");
            if (history && clock == ClockSource.Received)
                fields.Fault("history", FactoryFileSentences.HistoryNeedsClock.Of());
            connections.Add(new ConnectionSettings
            {
                Id = id ?? "",
                Endpoint = endpoint ?? "",
                SecurityPolicy = policy,
                SecurityMode = mode,
                User = UserReader.Read(fields, folder),
                Clock = clock,
                Publishing = fields.Duration("publishing", TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5)),
                KeepAlive = fields.Duration("keepAlive", TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)),
                Lifetime = fields.Duration("lifetime", TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(10), TimeSpan.FromHours(24)),
                Priority = (byte)fields.Number("priority", 0, 0, byte.MaxValue),
                MaxFuture = fields.Duration("maxFuture", TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1), TimeSpan.FromHours(24)),
                Events = ReadEvents(fields),
                History = history,
            });
            fields.Finish();
        }

        return connections;
    }

    private static bool IsEndpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "opc.tcp", Host.Length: > 0 };

    private static (SecurityPolicyChoice Policy, SecurityMode Mode) ReadSecurity(YamlFields connection)
    {
        if (connection.Mapping("security") is not { } fields)
            return default;
        if (!SecurityWords.TryRead(
            fields.Optional("policy"), fields.Optional("mode"), out var policy, out var mode, out var policyFault, out var modeFault))
        {
            if (policyFault is not null)
                fields.Fault("policy", policyFault);
            if (modeFault is not null)
                fields.Fault("mode", modeFault);
        }

        fields.Finish();
        return (policy, mode);
    }

    private static ValueList<EventSettings> ReadEvents(YamlFields connection)
    {
        if (!connection.Has("events"))
            return [];
        var events = new List<EventSettings>();
        foreach (var fields in connection.Items("events"))
        {
            var node = fields.Node("node", "i=2253");
            var severity = (ushort)fields.Number("minimumSeverity", 0, 0, HighestSeverity);
            events.Add(new EventSettings(node, severity, ReadTypes(fields)));
            fields.Finish();
        }

        return new ValueList<EventSettings>(events);
    }

    private static ValueList<ExpandedNodeId> ReadTypes(YamlFields fields)
    {
        switch (fields.Take("types"))
        {
            case null:
                return [];
            case YamlSequenceNode { Children.Count: > 0 } list:
                var types = new List<ExpandedNodeId>();
                foreach (var child in list.Children)
                {
                    if (child is YamlScalarNode { Value: { } text } && ExpandedNodeId.TryParse(text, out var type))
                        types.Add(type);
                    else
                        fields.Fault("types", FactoryFileSentences.BadEventType.Of(child));
                }

                return new ValueList<ExpandedNodeId>(types);
            default:
                fields.Fault("types", FactoryFileSentences.EventTypesExpected.Of());
                return [];
        }
    }
}
