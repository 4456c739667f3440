using System.Globalization;
using System.Text;
using Jinan.IndustryBrain.Functional.Tests.Running;
using Jinan.IndustryBrain.OpcUa.Interop.Tests;

namespace Jinan.IndustryBrain.Functional.Tests.Interop;

/// <summary>The foreign server's variables as a factory, and its journal as the historian would hold it.</summary>
internal static class NodePlant
{
    // The variables' types go around in ten, as scripts/values.mjs has them.
    private static readonly string[] Types =
        ["int64", "int64", "int64", "int64", "int64", "int64", "int64", "double", "text", "int64"];

    // The model of the plugin auto, and variables of type double to give it.
    private static readonly string[] JointSignals = ["velocity deg/s", "torque N.m", "current A", "tracking_error deg", "vibration mm/s", "motor_temperature Cel"];

    /// <summary>The model that answers for the joint of <see cref="WithJoint"/>, and the length of its windows.</summary>
    public const string JointModel = "joint-health";

    public static readonly TimeSpan JointWindow = TimeSpan.FromSeconds(16);

    /// <summary>Adds a machine of a type that a capsule answers for; its signals are variables that the other asset has, too.</summary>
    public static string WithJoint(string factory) =>
        factory + """
              - id: joint
                type: welding-robot-joint
                connection: plc1
                signals:

            """ + string.Concat(JointSignals.Select((signal, i) => string.Create(
            CultureInfo.InvariantCulture,
            $"      - {{ name: {signal.Split(' ')[0]}, node: \"nsu={NodeServer.NamespaceUri};s=v{(i * 10) + 7:0000}\", unit: \"{signal.Split(' ')[1]}\", type: double, sampling: 0ms, queue: 600 }}\n")));

    public static StoredSample Sample(JournalEntry entry) => WithoutBadValue(new StoredSample(
        $"machine/{entry.Node}", entry.Time * 1_000_000, TextOf(entry), entry.Status));

    // Whether a server sends a value beside a bad status is its own affair.
    public static StoredSample WithoutBadValue(StoredSample sample) =>
        sample.Status >> 30 >= 2 ? sample with { Value = "" } : sample;

    /// <returns>Path of a factory.yaml that collects all variables.</returns>
    public static string WriteFactory(string factory, string endpoint, int variables)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("industrybrain-factory-").FullName, "factory.yaml");
        File.WriteAllText(path, Factory(factory, endpoint, variables, queue: 20));
        return path;
    }

    /// <param name="factory">Its id.</param>
    /// <param name="endpoint">The server's address.</param>
    /// <param name="variables">How many of them.</param>
    /// <param name="queue">
    /// How many values of each the server keeps while nobody takes them. This server ends by an assertion of its own when such a
    /// queue overflows.
    /// </param>
    public static string Factory(string factory, string endpoint, int variables, int queue)
    {
        var yaml = new StringBuilder($"""
            schema: 1
            factory: {factory}
            enterprise: ent-{factory}
            sector: materials
            connections:
              - id: plc1
                endpoint: {endpoint}
                security: {"{ policy: None, mode: None }"}
                publishing: 500ms
                keepAlive: 1s
            assets:
              - id: machine
                type: foreign-machine
                connection: plc1
                signals:

            """);
        for (var i = 0; i < variables; i++)
            yaml.Append(CultureInfo.InvariantCulture,
                $"      - {{ name: v{i:0000}, node: \"nsu={NodeServer.NamespaceUri};s=v{i:0000}\", unit: \"1\", type: {Types[i % 10]}, sampling: 0ms, queue: {queue} }}\n");
        return yaml.ToString();
    }

    private static string TextOf(JournalEntry entry) => entry.Type switch
    {
        "Boolean" => entry.Value.GetBoolean() ? "1" : "0",
        "DateTime" => ((entry.Value.GetDateTimeOffset().UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100.0).ToString("R", CultureInfo.InvariantCulture),
        "Int64" => double.Parse(entry.Value.GetString()!, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture),
        "String" => entry.Value.GetString()!,
        _ => entry.Value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
    };
}
