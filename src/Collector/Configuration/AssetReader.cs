using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.Collector.Configuration;

/// <summary>Reads <c>assets</c> of a factory.yaml.</summary>
internal static class AssetReader
{
    private const int LongestUnit = 64;
    private const uint MostQueued = 10_000;

    public static List<AssetSettings> Read(YamlFields factory, IReadOnlyCollection<string> connections)
    {
        var assets = new List<AssetSettings>();
        foreach (var fields in factory.Items("assets"))
        {
            var id = fields.Identifier("id", "auto-01-m1");
            if (id is not null && assets.Any(other => other.Id == id))
                fields.Fault("id", $"'{id}' is the id of another asset: ids must differ.");
            var type = fields.Identifier("type", "welding-robot-joint");
            var connection = fields.Required("connection", connections.FirstOrDefault() ?? "plc1");
            RequireKnown(fields, connection, connections);
            assets.Add(new AssetSettings(id ?? "", type ?? "", connection ?? "", ReadSignals(fields, connections)));
            fields.Finish();
        }

        return assets;
    }

    private static List<SignalSettings> ReadSignals(YamlFields asset, IReadOnlyCollection<string> connections)
    {
        var signals = new List<SignalSettings>();
        foreach (var fields in asset.Items("signals"))
        {
            var name = fields.Identifier("name", "torque");
            if (name is not null && signals.Any(other => other.Name == name))
                fields.Fault("name", $"'{name}' is the name of another signal of this asset: names must differ.");
            var node = fields.Required("node", "nsu=urn:vendor:plc;s=Torque");
            var nodeId = ExpandedNodeId.Null;
            if (node is not null && !ExpandedNodeId.TryParse(node, out nodeId))
                fields.Fault("node", $"'{node}' is no node id: write nsu=<namespace uri>;s=<name>, ns=2;s=<name> or i=<number>.");
            var connection = fields.Optional("connection");
            RequireKnown(fields, connection, connections);
            var unit = fields.Optional("unit") ?? "";
            if (unit.Length > LongestUnit)
                fields.Fault("unit", $"is {unit.Length} characters long; use at most {LongestUnit}.");
            signals.Add(new SignalSettings
            {
                Name = name ?? "",
                Node = nodeId,
                Unit = unit,
                Type = fields.Choice("type", SignalType.Double, required: true),
                Sampling = fields.Duration("sampling", TimeSpan.FromSeconds(1), TimeSpan.Zero, TimeSpan.FromHours(1)),
                Queue = fields.Number("queue", 10, 1, MostQueued),
                Connection = connection,
            });
            fields.Finish();
        }

        return signals;
    }

    private static void RequireKnown(YamlFields fields, string? connection, IReadOnlyCollection<string> connections)
    {
        if (connection is not null && !connections.Contains(connection))
            fields.Fault("connection", $"there is no connection '{connection}': use {string.Join(", ", connections)}.");
    }
}
