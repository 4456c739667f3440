using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Contracts.Sentences;
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
                fields.Fault("id", FactoryFileSentences.AssetIdTaken.Of(id));
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
                fields.Fault("name", FactoryFileSentences.SignalNameTaken.Of(name));
            var nodeId = fields.Node("node", "nsu=urn:vendor:plc;s=Torque");
            var connection = fields.Optional("connection");
            RequireKnown(fields, connection, connections);
            var unit = fields.Optional("unit") ?? "";
            if (unit.Length > LongestUnit)
                fields.Fault("unit", FactoryFileSentences.UnitTooLong.Of(unit.Length, LongestUnit));
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
            fields.Fault("path", FactoryFileSentences.BadPath.Of(path));
        return path;
    }

    private static Deadband? ReadDeadband(YamlFields fields, SignalType type)
    {
        if (fields.Optional("deadband") is not { } text)
            return null;
        if (!Deadband.TryParse(text, out var deadband))
            fields.Fault("deadband", FactoryFileSentences.BadDeadband.Of(text));
        else if (type == SignalType.Text)
            fields.Fault("deadband", FactoryFileSentences.DeadbandOfText.Of());
        return deadband;
    }

    private static void RequireKnown(YamlFields fields, string? connection, IReadOnlyCollection<string> connections)
    {
        if (connection is not null && !connections.Contains(connection))
            fields.Fault("connection", FactoryFileSentences.NoConnection.Of(connection, string.Join(", ", connections)));
    }
}
