using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.OpcUa.DataTypes;

namespace Jinan.IndustryBrain.FactoryFile;

/// <summary>Reads <c>assets</c> of a factory.yaml.</summary>
internal static class AssetReader
{
    private const int LongestUnit = 64;
    private const int LongestPath = 256;
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
            var nodeId = fields.Node("node", "nsu=urn:vendor:plc;s=Torque");
            var connection = fields.Optional("connection");
            RequireKnown(fields, connection, connections);
            var unit = fields.Optional("unit") ?? "";
            if (unit.Length > LongestUnit)
                fields.Fault("unit", $"is {unit.Length} characters long; use at most {LongestUnit}.");
            var type = fields.Choice("type", SignalType.Double, required: true);
            signals.Add(new SignalSettings
            {
                Name = name ?? "",
                Node = nodeId,
                Unit = unit,
                Path = ReadPath(fields),
                Type = type,
                Sampling = fields.Duration("sampling", TimeSpan.FromSeconds(1), TimeSpan.Zero, TimeSpan.FromHours(1)),
                Queue = fields.Number("queue", 10, 1, MostQueued),
                Discard = fields.Choice("discard", DiscardPolicy.Oldest),
                Trigger = fields.Choice("trigger", ChangeTrigger.Value),
                Deadband = ReadDeadband(fields, type),
                Connection = connection,
            });
            fields.Finish();
        }

        return signals;
    }

    private static string? ReadPath(YamlFields fields)
    {
        if (fields.Optional("path") is not { } path)
            return null;
        if (path.Length > LongestPath || !StructurePath.TryParse(path, out _))
            fields.Fault("path", $"'{path}' is no path into a structure: write names of fields with dots, such as Position.X or Axes[2].Torque.");
        return path;
    }

    private static Deadband? ReadDeadband(YamlFields fields, SignalType type)
    {
        if (fields.Optional("deadband") is not { } text)
            return null;
        if (!Deadband.TryParse(text, out var deadband))
            fields.Fault("deadband", $"'{text}' is not allowed: write a number that is not negative, in the signal's unit, or a share of its range such as 2 %.");
        else if (type == SignalType.Text)
            fields.Fault("deadband", "is for numbers: leave it out where the type is text.");
        return deadband;
    }

    private static void RequireKnown(YamlFields fields, string? connection, IReadOnlyCollection<string> connections)
    {
        if (connection is not null && !connections.Contains(connection))
            fields.Fault("connection", $"there is no connection '{connection}': use {string.Join(", ", connections)}.");
    }
}
