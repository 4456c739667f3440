using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.PlantSimulator.Hosting;
using Jinan.IndustryBrain.PlantSimulator.Topology;

namespace Jinan.IndustryBrain.PlantSimulator.Commands;

/// <summary>Calls a method of a machine over OPC UA, once.</summary>
internal static class MethodCall
{
    /// <exception cref="PlantException">The plant cannot be reached, or refuses.</exception>
    public static async Task InvokeAsync(string endpoint, string asset, string method, Variant[] inputs, CancellationToken cancel)
    {
        var options = new ConnectionOptions { EndpointUrl = endpoint, ApplicationName = "plant-simulator", SessionName = "plant-simulator" };
        await using var connection = new OpcUaConnection(options);
        connection.Start();
        await ConnectedAsync(connection, endpoint, cancel);
        try
        {
            var call = new CallMethodRequest
            {
                ObjectId = connection.Resolve(IdOf(asset)),
                MethodId = connection.Resolve(IdOf(PlantNamespace.NodeOf(asset, method))),
                InputArguments = inputs,
            };
            var results = await connection.CallAsync([call], cancel);
            if (results[0].StatusCode.IsBad)
                throw new PlantException($"{endpoint} refused {method} on {asset}: {results[0].StatusCode}.");
        }
        catch (Exception e) when (e is OpcUaException or TimeoutException)
        {
            throw new PlantException($"{endpoint} did not carry out {method} on {asset}: {e.Message}", e);
        }
    }

    private static async Task ConnectedAsync(OpcUaConnection connection, string endpoint, CancellationToken cancel)
    {
        await foreach (var what in connection.Events.ReadAllAsync(cancel))
        {
            switch (what)
            {
                case Connected:
                    return;
                // A connection would go on trying; a person at the command line wants to know.
                case ConnectionLost lost:
                    throw new PlantException($"{endpoint} cannot be reached: {lost.Reason} Start the plant with 'plant-simulator run', or give its port with --base-port or --ports-file.");
            }
        }
    }

    private static ExpandedNodeId IdOf(string identifier) => new(new NodeId(identifier, 0), PlantNamespace.Uri);
}
