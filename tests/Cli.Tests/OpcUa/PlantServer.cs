using Jinan.IndustryBrain.OpcUa.DataTypes;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Cli.Tests.OpcUa;

/// <summary>A small plant over OPC UA, in this process.</summary>
internal sealed class PlantServer : IAsyncDisposable
{
    public const string Uri = "urn:test:plant";

    private readonly OpcUaServer _server;

    public PlantServer(Func<OpcUaServerOptions, OpcUaServerOptions>? change = null)
    {
        var options = new OpcUaServerOptions { ApplicationUri = "urn:test:server", ApplicationName = "Test plant" };
        _server = new OpcUaServer(change?.Invoke(options) ?? options);
        var space = _server.AddressSpace;
        Namespace = space.RegisterNamespace(Uri);
        var line = space.AddFolder(space.Objects, Id("Line1"), Name("Line1"));
        var machine = Machine1 = space.AddObject(line, Id("Machine1"), Name("Machine1"));
        Temperature = space.AddVariable(machine, Id("Machine1.Temperature"), Name("Temperature"), new VariableSettings(BuiltInType.Double) { InitialValue = 20.5 });
        space.AddProperty(
            Temperature, Id("Machine1.Temperature.EngineeringUnits"), new QualifiedName("EngineeringUnits"),
            new VariableSettings(BuiltInType.ExtensionObject)
            {
                DataType = DataTypeIds.EUInformation,
                InitialValue = new EUInformation { DisplayName = new LocalizedText("Cel") }.ToExtensionObject(),
            });
        Cycles = space.AddVariable(machine, Id("Machine1.Cycles"), Name("Cycles"), new VariableSettings(BuiltInType.Int32) { InitialValue = 7, HistoryCapacity = 1_000 });
        space.AddVariable(machine, Id("Machine1.Name"), Name("Name"), new VariableSettings(BuiltInType.String) { InitialValue = "焊接" });
        space.AddVariable(machine, Id("Machine1.Curve"), Name("Curve"), new VariableSettings(BuiltInType.Double) { ValueRank = 1, InitialValue = new[] { 1.0, 2.5 } });
        Setpoint = space.AddVariable(machine, Id("Machine1.Setpoint"), Name("Setpoint"), new VariableSettings(BuiltInType.Double)
        {
            InitialValue = 1.0,
            Write = value => value.Value.TryGetDouble(out var number) && number > 100 ? StatusCodes.BadOutOfRange : StatusCodes.Good,
        });
        space.AddMethod(
            machine, Id("Machine1.Add"), Name("Add"),
            [new MethodArgument("a", BuiltInType.Double, ""), new MethodArgument("b", BuiltInType.Double, "")],
            [new MethodArgument("sum", BuiltInType.Double, "")],
            inputs =>
            {
                inputs[0].TryGetDouble(out var a);
                inputs[1].TryGetDouble(out var b);
                return new MethodOutcome(StatusCodes.Good, a + b);
            });
        _server.Start();
    }

    public ushort Namespace { get; }

    public string Url => _server.EndpointUrl;

    public int Sessions => _server.SessionCount;

    public int Subscriptions => _server.SubscriptionCount;

    public int Items => _server.MonitoredItemCount;

    public ObjectNode Machine1 { get; }

    public VariableNode Temperature { get; }

    public VariableNode Cycles { get; }

    public VariableNode Setpoint { get; }

    public static string Node(string name) => $"nsu={Uri};s={name}";

    /// <summary>A factory.yaml of one signal, the temperature.</summary>
    /// <param name="url">Where the server is.</param>
    /// <param name="type">The signal's.</param>
    /// <param name="more">Further lines of the connection.</param>
    public static string FactoryYaml(string url, string type, string more = "") => $$"""
        schema: 1
        factory: f1
        enterprise: e1
        sector: auto
        connections:
          - id: plc1
            endpoint: {{url}}{{more}}
        assets:
          - id: m1
            type: press
            connection: plc1
            signals:
              - { name: temperature, node: "{{Node("Machine1.Temperature")}}", {{type}} }
        """;

    /// <summary>Adds variables v0, v1 and so on, below a folder of their own.</summary>
    public IReadOnlyList<VariableNode> AddNumbers(int count)
    {
        var space = _server.AddressSpace;
        var folder = space.AddFolder(space.Objects, Id("Numbers"), Name("Numbers"));
        return [.. Enumerable.Range(0, count).Select(i => space.AddVariable(folder, Id($"v{i}"), Name($"v{i}"), new VariableSettings(BuiltInType.Double) { InitialValue = (double)i }))];
    }

    /// <summary>Adds Machine1.Position, a structure with X (Double) and Label (String).</summary>
    public void AddStructure()
    {
        var space = _server.AddressSpace;
        var type = space.AddStructureType(Id("PointType"), Name("PointType"), new StructureDefinition
        {
            Fields =
            [
                new StructureField { Name = "X", DataType = DataTypeIds.Of(BuiltInType.Double), ValueRank = -1 },
                new StructureField { Name = "Label", DataType = DataTypeIds.Of(BuiltInType.String), ValueRank = -1 },
            ],
        });
        var value = new StructureValue(type).Set("X", 3.5).Set("Label", "left");
        space.AddVariable(
            space.Objects, Id("Machine1.Position"), Name("Position"),
            new VariableSettings(BuiltInType.ExtensionObject) { DataType = type.DataTypeId, InitialValue = value.ToExtensionObject() });
    }

    /// <summary>Adds the event type Machine1.OilLow; Machine1 tells of it, and the server object.</summary>
    public void AddEvents()
    {
        var space = _server.AddressSpace;
        space.AddEventType(Id("Machine1.OilLow"), Name("OilLow"));
        Machine1.IsEventNotifier = true;
    }

    public void RaiseEvent(string type, ushort severity) => _server.AddressSpace.RaiseEvent(
        Machine1, new RaisedEvent("oil is low") { Severity = severity, EventType = type == "" ? new NodeId(2041) : Id(type) });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private NodeId Id(string name) => new(name, Namespace);

    private QualifiedName Name(string name) => new(Namespace, name);
}
