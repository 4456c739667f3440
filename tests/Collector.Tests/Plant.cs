using System.Net;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;

namespace Jinan.IndustryBrain.Collector.Tests;

/// <summary>A real OPC UA server with a few variables, and the factory.yaml that collects them.</summary>
internal sealed class Plant : IAsyncDisposable
{
    private const string Namespace = "urn:test:plant";

    private readonly OpcUaServer _server;
    private readonly VariableNode[] _variables;
    private DateTime _time = DateTime.UtcNow;

    private Plant(int port, int variables)
    {
        _server = new OpcUaServer(new OpcUaServerOptions { ApplicationUri = "urn:test:plant:server", Address = IPAddress.Loopback, Port = port });
        var index = _server.AddressSpace.RegisterNamespace(Namespace);
        _variables =
        [
            .. Enumerable.Range(0, variables).Select(i => _server.AddressSpace.AddVariable(
                _server.AddressSpace.Objects, new NodeId($"s{i}", index), new QualifiedName(index, $"s{i}"), new VariableSettings(BuiltInType.Double))),
        ];
        foreach (var variable in _variables)
            variable.SetValue(-1.0, _time);
        _server.Start();
    }

    public int Port => _server.EndPoint.Port;

    public static Plant Start(int variables, int port = 0) => new(port, variables);

    /// <summary>Gives a variable a value with a time that is later than all before.</summary>
    public long Set(int variable, double value)
    {
        var now = DateTime.UtcNow;
        _time = now > _time ? now : _time.AddTicks(10);
        _variables[variable].SetValue(value, _time);
        return OpcUaTime.ToUnixNanoseconds(_time);
    }

    public FactoryConfiguration Configuration(params string[] extraNodes)
    {
        var result = FactoryFileReader.Read(Yaml(extraNodes), "auto-01");
        Assert.Empty(result.Faults);
        return result.Configuration!;
    }

    /// <summary>The factory.yaml that collects all variables, and others that are not there.</summary>
    public string Yaml(params string[] extraNodes)
    {
        var signals = Enumerable.Range(0, _variables.Length).Select(i => $"s{i}").Concat(extraNodes)
            .Select(node => $"      - {{ name: {node}, node: \"nsu={Namespace};s={node}\", type: double, sampling: 0ms, queue: 1000 }}");
        return $"""
            schema: 1
            factory: auto-01
            enterprise: ent
            sector: auto
            connections:
              - id: plc1
                endpoint: opc.tcp://127.0.0.1:{Port}
                publishing: 50ms
                keepAlive: 200ms
            assets:
              - id: m1
                type: joint
                connection: plc1
                signals:
            {string.Join('\n', signals)}
            """;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
