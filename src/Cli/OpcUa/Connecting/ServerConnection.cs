using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Cli.OpcUa.Connecting;

/// <summary>A connection that is up, for commands: the first failure is told and not tried again.</summary>
internal sealed class ServerConnection : IAsyncDisposable
{
    private readonly ConnectionSecurity _security;

    private ServerConnection(OpcUaConnection client, ServerAccess access, ConnectionSecurity security)
    {
        Client = client;
        Access = access;
        _security = security;
    }

    public OpcUaConnection Client { get; }

    public ServerAccess Access { get; }

    /// <exception cref="OpcUaException">The server cannot be reached or refuses; the message says which server and why.</exception>
    public static async Task<ServerConnection> OpenAsync(
        ServerAccess access, CancellationToken cancellation, Func<ConnectionOptions, ConnectionOptions>? change = null)
    {
        var security = ConnectionSecurity.Of(access);
        OpcUaConnection? client = null;
        try
        {
            client = new OpcUaConnection(change?.Invoke(security.Options) ?? security.Options);
            client.Start();
            await foreach (var happened in client.Events.ReadAllAsync(cancellation))
            {
                switch (happened)
                {
                    case Connected:
                        return new ServerConnection(client, access, security);
                    case ConnectionLost lost:
                        throw new OpcUaException(lost.Status, $"{access.Url}: {lost.Reason}");
                }
            }

            throw new OpcUaException(StatusCodes.BadConnectionClosed, $"{access.Url} was closed while it was being connected.");
        }
        catch
        {
            if (client is not null)
                await client.DisposeAsync();
            security.Dispose();
            throw;
        }
    }

    /// <summary>The id as this server numbers its namespaces now.</summary>
    public NodeId Resolve(ExpandedNodeId node) => Client.Resolve(node);

    /// <summary>The id with its namespace by uri: it still means the same after a restart of the server.</summary>
    public ExpandedNodeId Expand(NodeId id) => Client.Expand(id);

    /// <summary>One attribute of many nodes.</summary>
    public Task<DataValue[]> ReadAsync(IReadOnlyList<NodeId> nodes, uint attribute, CancellationToken cancellation) => Client.ReadAsync(
        [.. nodes.Select(node => new ReadValueId { NodeId = node, AttributeId = attribute })], TimestampsToReturn.Both, cancellation);

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        _security.Dispose();
    }
}
