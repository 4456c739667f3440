using System.Text.Json;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Interop.Tests;
using Jinan.IndustryBrain.OpcUa.SecureChannel;

[assembly: AssemblyFixture(typeof(RichServer))]

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests;

/// <summary>
/// node-opcua as a server with every policy, mode and user and a rich address space (scripts/rich-server.mjs), started once by the
/// first test that asks for it. It trusts our client's certificate and user, and our client's store trusts it.
/// </summary>
public sealed class RichServer : IAsyncDisposable
{
    /// <summary>Namespace of the variables.</summary>
    public const string NamespaceUri = "urn:interop:plant";

    /// <summary>Namespace of the data types.</summary>
    public const string TypesUri = "urn:interop:types";

    public const int Items = 10_000;

    private readonly SemaphoreSlim _starting = new(1);
    private InteropPki? _pki;
    private NodeProcess? _node;

    /// <summary>The server's address.</summary>
    public string Endpoint { get; private set; } = "";

    internal InteropPki Pki => _pki!;

    internal NodeProcess Node => _node!;

    /// <summary>Has the server running. Skips the test where there is no node.</summary>
    public async Task<RichServer> StartedAsync()
    {
        NodeProcess.Require();
        await _starting.WaitAsync();
        try
        {
            if (_node is null)
            {
                _pki = new InteropPki("urn:interop:client");
                (_node, Endpoint) = await StartAsync(_pki, Items);
            }
        }
        finally
        {
            _starting.Release();
        }

        return this;
    }

    /// <summary>A process of its own with the same trust; the same folder for the same certificate.</summary>
    internal static async Task<(NodeProcess Node, string Endpoint)> StartAsync(InteropPki pki, int items, int port = 0, string folder = "node", params string[] more)
    {
        var node = NodeProcess.Start(
            "rich-server.mjs", ["--port", $"{port}", "--pki", Path.Combine(pki.Folder, folder), "--items", $"{items}", "--token-lifetime", "3600000", .. more]);
        try
        {
            var ready = await node.NextAsync("that the rich server is ready");
            await node.CommandAsync(new { command = "trust", file = pki.OwnFile });
            await node.CommandAsync(new { command = "trust-user", file = pki.UserFile });
            pki.Trust(ready.GetProperty("certificate").GetBytesFromBase64());
            return (node, ready.GetProperty("endpoint").GetString()!);
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>The item with this number, whose values are counted up by command.</summary>
    public static ExpandedNodeId ItemId(int number) => ExpandedNodeId.Parse(FormattableString.Invariant($"nsu={NamespaceUri};s=i{number:D5}"));

    /// <summary>How our client connects.</summary>
    internal ConnectionOptions Options(
        SecurityPolicyChoice policy = SecurityPolicyChoice.None,
        SecurityMode mode = SecurityMode.None,
        User user = User.Anonymous,
        ICertificateValidator? validator = null) => Options(Endpoint, Pki, policy, mode, user, validator);

    internal static ConnectionOptions Options(
        string endpoint, InteropPki pki, SecurityPolicyChoice policy, SecurityMode mode, User user = User.Anonymous, ICertificateValidator? validator = null) => new()
    {
        EndpointUrl = endpoint,
        ApplicationUri = pki.Own.ApplicationUri,
        Security = new SecuritySettings { Policy = policy, Mode = mode, Certificate = pki.Own, Validator = validator ?? pki.Store },
        Identity = user switch
        {
            User.Password => UserIdentity.WithPassword("engineer", "secret"),
            User.Certificate => UserIdentity.WithCertificate(pki.User),
            _ => UserIdentity.Anonymous,
        },
        LongestBackOff = TimeSpan.FromSeconds(2),
    };

    /// <summary>A connection that is up.</summary>
    internal async Task<OpcUaConnection> ConnectAsync(ConnectionOptions? options = null)
    {
        var connection = new OpcUaConnection(options ?? Options());
        connection.Start();
        await connection.ConnectedAsync();
        return connection;
    }

    /// <summary>What a variable of the server holds, as JSON.</summary>
    internal async Task<JsonElement> ValueAsync(string node) => (await Node.CommandAsync(new { command = "value", node })).GetProperty("value");

    /// <summary>All items step; gives the number that they reached.</summary>
    internal async Task<int> StepAsync(int times, int pauseMs = 0) =>
        (await Node.CommandAsync(new { command = "step", times, pause = pauseMs })).GetProperty("reached").GetInt32();

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
            await _node.DisposeAsync();
        _pki?.Dispose();
        _starting.Dispose();
    }
}
