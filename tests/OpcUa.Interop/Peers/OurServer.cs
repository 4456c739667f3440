using System.Globalization;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests;

/// <summary>This repository's server with a machine in it, and node-opcua's client connected to it; shared by the tests of a class.</summary>
public sealed class OurServer : IAsyncLifetime
{
    public const int SensorCount = 60;

    private OpcUaServer? _server;
    private NodeProcess? _client;

    public OpcUaServer Server => _server!;

    public NodeProcess Client => _client!;

    public List<VariableNode> Sensors { get; } = [];

    /// <summary>What a client has written to the set point.</summary>
    public double Written { get; private set; }

    public async ValueTask InitializeAsync()
    {
        NodeProcess.Require();
        _server = new OpcUaServer(new OpcUaServerOptions
        {
            ApplicationUri = "urn:test:server",
            ValidateUser = (name, password) => name == "engineer" && password == "secret",
        });
        FillAddressSpace(_server.AddressSpace);
        _server.Start();
        _client = await ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
            await _client.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    public async Task<NodeProcess> ConnectAsync(params string[] arguments)
    {
        var client = NodeProcess.Start("client.mjs", ["--endpoint", Server.EndpointUrl, .. arguments]);
        try
        {
            var connected = await client.NextAsync("that the client is connected");
            if (!connected.GetProperty("ok").GetBoolean())
                throw new InvalidOperationException(connected.GetProperty("error").GetString());
            Assert.Equal("urn:test:plant", connected.GetProperty("namespaces")[2].GetString());
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    private void FillAddressSpace(AddressSpace space)
    {
        var ns = space.RegisterNamespace("urn:test:plant");
        var machine = space.AddObject(space.Objects, new NodeId("m1", ns), new QualifiedName(ns, "m1"));
        for (var i = 0; i < SensorCount; i++)
            Sensors.Add(Add($"s{i}", new VariableSettings(BuiltInType.Double) { InitialValue = 0.0 }));
        Add("boolean", new VariableSettings(BuiltInType.Boolean) { InitialValue = true });
        Add("int64", new VariableSettings(BuiltInType.Int64) { InitialValue = -9007199254740993L });
        Add("text", new VariableSettings(BuiltInType.String) { InitialValue = "温度 23 °C" });
        Add("array", new VariableSettings(BuiltInType.Double) { ValueRank = 1, InitialValue = new[] { 1.5, -2.5 } });
        Add("setpoint", new VariableSettings(BuiltInType.Double)
        {
            InitialValue = 0.0,
            Write = value =>
            {
                value.Value.TryGetDouble(out var number);
                if (number < 0)
                    return StatusCodes.BadOutOfRange;
                Written = number;
                return StatusCodes.Good;
            },
        });
        space.AddMethod(
            machine,
            new NodeId("m1.Reset", ns),
            new QualifiedName(ns, "Reset"),
            [new MethodArgument("name", BuiltInType.String, "What to reset."), new MethodArgument("level", BuiltInType.Double, "How far.")],
            [new MethodArgument("text", BuiltInType.String, "What was done.")],
            inputs =>
            {
                inputs[1].TryGetDouble(out var level);
                return new MethodOutcome(StatusCodes.Good, string.Create(CultureInfo.InvariantCulture, $"{inputs[0].AsString()} at {level}"));
            });

        VariableNode Add(string name, VariableSettings settings) =>
            space.AddVariable(machine, new NodeId($"m1.{name}", ns), new QualifiedName(ns, name), settings);
    }
}
