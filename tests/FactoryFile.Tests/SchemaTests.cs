using System.Text.Json;

namespace Jinan.IndustryBrain.FactoryFile.Tests;

/// <summary>docs/factory.schema.json, by which editors help, knows the keys that the reader knows.</summary>
public class SchemaTests
{
    private const string Strange = """
        schema: 1
        factory: auto-01
        enterprise: ent-auto-01
        sector: auto
        strange: 1
        connections:
          - id: plc1
            endpoint: opc.tcp://127.0.0.1:48401
            strange: 1
            security: { strange: 1 }
            events: [ { node: "i=2253", strange: 1 } ]
        assets:
          - id: auto-01-m1
            type: welding-robot-joint
            connection: plc1
            strange: 1
            signals: [ { name: torque, node: "i=1", type: double, strange: 1 } ]
        """;

    [Theory]
    [InlineData("strange", "properties")]
    [InlineData("connections[0].strange", "$defs/connection/properties")]
    [InlineData("connections[0].security.strange", "$defs/connection/properties/security/properties")]
    [InlineData("connections[0].events[0].strange", "$defs/connection/properties/events/items/properties")]
    [InlineData("assets[0].strange", "$defs/asset/properties")]
    [InlineData("assets[0].signals[0].strange", "$defs/signal/properties")]
    public void Schema_Keys_AreThoseOfTheReader(string fault, string inSchema)
    {
        var message = FactoryFileReader.Read(Strange, "auto-01").Faults.Single(f => f.Path == fault).Message;
        var known = message[(message.IndexOf("allowed are ", StringComparison.Ordinal) + "allowed are ".Length)..].TrimEnd('.').Split(", ");

        var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Checkout(), "docs", "factory.schema.json"))).RootElement;
        foreach (var step in inSchema.Split('/'))
            schema = schema.GetProperty(step);
        Assert.Equal(known.Order(), schema.EnumerateObject().Select(property => property.Name).Order());
    }

    private static string Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Jinan.IndustryBrain.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of a checkout.");
        return folder.FullName;
    }
}
