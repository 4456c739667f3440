using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests;

/// <summary>Waits on a connection of ours that say what did not come.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Waits until the connection is up. An attempt that failed fails the test.</summary>
    public static async Task ConnectedAsync(this OpcUaConnection connection)
    {
        var happened = await connection.EventAsync(one => one is Connected or ConnectionLost, "a connection");
        if (happened is ConnectionLost lost)
            Assert.Fail($"{lost.Status}: {lost.Reason}");
    }

    public static async Task<ConnectionEvent> EventAsync(this OpcUaConnection connection, Func<ConnectionEvent, bool> isIt, string awaited)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await foreach (var happened in connection.Events.ReadAllAsync(limit.Token))
            {
                if (isIt(happened))
                    return happened;
            }
        }
        catch (OperationCanceledException)
        {
            // Told below.
        }

        throw new TimeoutException($"There was not {awaited}. {connection.Status}");
    }

    /// <summary>Reads batches, each acknowledged and disposed, until one is what is waited for.</summary>
    public static async Task ReadUntilAsync(this OpcUaConnection connection, Func<NotificationBatch, bool> isDone, Func<string> awaited)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            while (true)
            {
                using var batch = await connection.Notifications.ReadAsync(limit.Token);
                batch.Acknowledge();
                if (isDone(batch))
                    return;
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{awaited()} did not come. {connection.Status}");
        }
    }

    /// <summary>One value of each of these nodes.</summary>
    public static async Task<DataValue[]> ReadValuesAsync(this OpcUaConnection connection, params IEnumerable<NodeId> nodes) =>
        await connection.ReadAsync([.. nodes.Select(node => new ReadValueId { NodeId = node, AttributeId = AttributeIds.Value })]);

    public static async Task<StatusCode> WriteValueAsync(this OpcUaConnection connection, NodeId node, Variant value) =>
        (await connection.WriteAsync([new WriteValue { NodeId = node, AttributeId = AttributeIds.Value, Value = new DataValue(value) }]))[0];

    /// <summary>A node of the peer's plant.</summary>
    public static NodeId Plant(this OpcUaConnection connection, string name) =>
        connection.Resolve(ExpandedNodeId.Parse($"nsu={RichServer.NamespaceUri};s={name}"));
}
