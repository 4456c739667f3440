using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.DataTypes;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Interop.Tests;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;

[assembly: AssemblyFixture(typeof(OurRichServer))]

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests;

/// <summary>
/// This repository's server with every policy, mode and user and the same plant as scripts/rich-space.mjs, and node-opcua's client
/// connected to it, whose certificate it trusts. Started once by the first test that asks for it.
/// </summary>
public sealed class OurRichServer : IAsyncDisposable
{
    public const string Uri = "urn:interop:our-rich-server";

    /// <summary>The value of the variable Long.</summary>
    public static string LongText { get; } = new('济', 100_000);

    private readonly SemaphoreSlim _starting = new(1);
    private InteropPki? _pki;
    private OpcUaServer? _server;
    private NodeProcess? _client;

    public OpcUaServer Server => _server!;

    internal InteropPki Pki => _pki!;

    internal NodeProcess Client => _client!;

    /// <summary>The analog item for deadbands; its range is 0 to 200.</summary>
    public VariableNode Analog { get; private set; } = null!;

    /// <summary>A variable that keeps its past.</summary>
    public VariableNode Recorded { get; private set; } = null!;

    public ObjectNode Machine { get; private set; } = null!;

    /// <summary>A number that a test counts up.</summary>
    public VariableNode Counter { get; private set; } = null!;

    public IReadOnlyList<VariableNode> Items { get; private set; } = [];

    /// <summary>Has server and client running. Skips the test where there is no node.</summary>
    public async Task<OurRichServer> StartedAsync()
    {
        NodeProcess.Require();
        await _starting.WaitAsync();
        try
        {
            if (_client is null)
            {
                _pki = new InteropPki(Uri);
                _server = Make(_pki);
                Fill(_server.AddressSpace);
                _server.Start();
                (_client, var certificate) = await ConnectAsync(_server, _pki);
                _pki.Trust(certificate);
            }
        }
        finally
        {
            _starting.Release();
        }

        return this;
    }

    /// <summary>A server that offers everything, with nothing in it.</summary>
    internal static OpcUaServer Make(InteropPki pki, int port = 0, ICertificateValidator? validator = null) => new(new OpcUaServerOptions
    {
        ApplicationUri = Uri,
        Port = port,
        Certificate = pki.Own,
        Validator = validator ?? pki.Store,
        Security = [.. Security.All.Select(one => new OfferedSecurity(one.Policy, one.Mode))],
        ValidateUser = (name, password) => (name, password) == ("engineer", "secret"),
        ValidateUserCertificate = certificate =>
            pki.UserStore.Validate(certificate.RawData, new PeerExpectation { Role = PeerRole.User }).IsTrusted,
        ValidateIssuedToken = _ => null,
        Limits = new ServerLimits { MinTokenLifetime = TimeSpan.FromSeconds(1) },
    });

    /// <summary>node-opcua's client, connected without security, and its certificate. It keeps the certificate in the same folder.</summary>
    internal static async Task<(NodeProcess Client, byte[] Certificate)> ConnectAsync(OpcUaServer server, InteropPki pki, params string[] more)
    {
        var client = NodeProcess.Start("client.mjs", ["--endpoint", server.EndpointUrl, "--pki", Path.Combine(pki.Folder, "node-client"), .. more]);
        try
        {
            var connected = await client.NextAsync("that the client is connected");
            return connected.GetProperty("ok").GetBoolean()
                ? (client, connected.GetProperty("certificate").GetBytesFromBase64())
                : throw new InvalidOperationException(connected.GetProperty("error").GetString());
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>A variable of the plant, by its name.</summary>
    public VariableNode Variable(string name) =>
        Server.AddressSpace.TryFind(new NodeId(name, 2), out var node) ? (VariableNode)node : throw new KeyNotFoundException(name);

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
            await _client.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        _pki?.Dispose();
        _starting.Dispose();
    }

    private void Fill(AddressSpace space)
    {
        var ns = space.RegisterNamespace(RichServer.NamespaceUri);
        var rich = space.AddFolder(space.Objects, new NodeId("Rich", ns), new QualifiedName(ns, "Rich"));
        foreach (var values in BuiltInValues.All)
        {
            Add(rich, $"{values.Type}", Writable(values.Type, -1, values.Scalar));
            Add(rich, $"{values.Type}.Array", Writable(values.Type, 1, values.Many));
            Add(rich, $"{values.Type}.Matrix", Writable(values.Type, 2, values.Matrix));
        }

        Add(rich, "Variant.Array", Writable(BuiltInType.Variant, 1, new Variant[] { 7, "七" }));
        Add(rich, "Long", new VariableSettings(BuiltInType.String) { InitialValue = LongText });
        OurTypes.AddTo(space, ns);
        foreach (var (name, type, value) in OurTypes.Values(space.DataTypes, ns))
        {
            Add(rich, name, new VariableSettings(BuiltInType.ExtensionObject)
            {
                DataType = type, ValueRank = value.IsArray ? 1 : -1, InitialValue = value, Write = _ => StatusCodes.Good,
            });
        }

        Counter = Add(rich, "Counter", new VariableSettings(BuiltInType.Double) { InitialValue = 0.0 });
        Recorded = Add(rich, "Recorded", new VariableSettings(BuiltInType.Double) { HistoryCapacity = 20_000 });
        Analog = space.AddAnalogItem(
            rich, new NodeId("Analog", ns), new QualifiedName(ns, "Analog"), new VariableSettings(BuiltInType.Double) { InitialValue = 0.0 },
            new Services.Range { Low = 0, High = 200 });
        space.AddEventType(new NodeId("ToolWornEventType", ns), new QualifiedName(ns, "ToolWornEventType"));
        Machine = space.AddObject(space.Objects, new NodeId("Machine", ns), new QualifiedName(ns, "Machine"));
        Machine.IsEventNotifier = true;
        space.AddMethod(
            Machine, new NodeId("Add", ns), new QualifiedName(ns, "Add"),
            [new MethodArgument("a", BuiltInType.Double, ""), new MethodArgument("b", BuiltInType.Double, "")],
            [new MethodArgument("sum", BuiltInType.Double, "")],
            inputs => new MethodOutcome(StatusCodes.Good, inputs[0].TryGetDouble(out var a) && inputs[1].TryGetDouble(out var b) ? a + b : Variant.Null));
        space.AddMethod(
            Machine, new NodeId("Fail", ns), new QualifiedName(ns, "Fail"), [], [], _ => new MethodOutcome(StatusCodes.BadInvalidState));
        var items = space.AddFolder(space.Objects, new NodeId("Items", ns), new QualifiedName(ns, "Items"));
        Items = [.. Enumerable.Range(0, RichServer.Items).Select(i => Add(items, FormattableString.Invariant($"i{i:D5}"), new VariableSettings(BuiltInType.Double) { InitialValue = 0.0 }))];

        VariableNode Add(Node parent, string name, VariableSettings settings) =>
            space.AddVariable(parent, new NodeId(name, ns), new QualifiedName(ns, name), settings);
    }

    private static VariableSettings Writable(BuiltInType type, int rank, Variant value) =>
        new(type) { ValueRank = rank, InitialValue = value, Write = _ => StatusCodes.Good };
}
