using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Services.Columns;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// Which items a server still monitors for a subscription that a process before this one made: the method GetMonitoredItems of
/// the Server object (OPC 10000-5, 9.1), which is optional.
/// </summary>
static class ItemInventory
{
    static readonly NodeId GetMonitoredItems = new(11492);

    /// <summary>Client handles of the items with the server's ids for them; null where the server does not tell.</summary>
    public static async Task<IReadOnlyList<(ClientHandle Handle, uint Id)>?> AskAsync(ClientSession session, uint subscriptionId, CancellationToken cancellationToken)
    {
        var request = new CallRequest
        {
            MethodsToCall = [new CallMethodRequest { ObjectId = ObjectIds.Server, MethodId = GetMonitoredItems, InputArguments = [subscriptionId] }],
        };
        try
        {
            var response = await session.RequestAsync<CallResponse>(request, cancellationToken).ConfigureAwait(false);
            if (response.Results is [{ StatusCode.IsBad: false, OutputArguments: [var ids, var handles] }]
                && handles.Elements is uint[] numbers && ids.Elements is uint[] itemIds && itemIds.Length == numbers.Length)
                return [.. numbers.Select((number, i) => (new ClientHandle(number), itemIds[i]))];
            return null;
        }
        catch (OpcUaException exception) when (!ChannelFault.IsChannelLost(exception) && !ChannelFault.IsSessionLost(exception.StatusCode))
        {
            return null;
        }
    }
}
