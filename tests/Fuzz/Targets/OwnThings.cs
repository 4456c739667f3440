using System.Buffers.Binary;
using System.Collections;
using System.Reflection;
using Jinan.IndustryBrain.Fuzz.Running;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Tests.Server;

namespace Jinan.IndustryBrain.Fuzz.Targets;

/// <summary>
/// What a session of the server has: a subscription, items of a value and of events, a continuation point. Their ids are given
/// by chance, so that seeds have places in them, and each case gets the true ids put there; without, nothing that
/// belongs to a session would be reached.
/// </summary>
internal sealed class OwnThings
{
    public const string WithHistory = "past";

    const uint Subscription = 0x5AB5_C01D;
    const uint Item = 0x17E4_0001;
    const ulong Point = 0x0C04_71B0_07A7_1050;

    readonly List<(byte[] Place, byte[] Id)> _ids = [];

    public static async Task<OwnThings> MakeAsync(RawClient session, TestServer plant)
    {
        var own = new OwnThings();
        try
        {
            await own.AddAsync(session, plant);
        }
        catch (OpcUaException refused) when (refused.StatusCode == StatusCodes.BadTooManySubscriptions)
        {
            // Cases made as many as there may be: this session does without, until they have ended.
        }

        return own;
    }

    async Task AddAsync(RawClient session, TestServer plant)
    {
        var subscription = await TestServer.SubscribeAsync(session, publishingMs: 20, lifetime: 100);
        var item = await TestServer.MonitorAsync(session, subscription, plant.Temperature.Id, queue: 10);
        await session.AskAsync<CreateMonitoredItemsResponse>(new CreateMonitoredItemsRequest
        {
            SubscriptionId = subscription,
            ItemsToCreate =
            [
                new MonitoredItemCreateRequest
                {
                    ItemToMonitor = new ReadValueId { NodeId = ObjectIds.Server, AttributeId = AttributeIds.EventNotifier },
                    MonitoringMode = MonitoringMode.Reporting,
                    RequestedParameters = new MonitoringParameters { QueueSize = 10, Filter = EventFilters.Select().ToExtensionObject() },
                },
            ],
        });
        plant.Server.AddressSpace.RaiseEvent(plant.Folder, new RaisedEvent("again"));
        var past = new NodeId(WithHistory, plant.Namespace);
        if (plant.Server.AddressSpace.TryFind(past, out var node))
        {
            for (var i = 0; i < 10; i++) ((VariableNode)node).SetValue((double)i, TestServer.Start.AddSeconds(i));
        }

        var history = await session.AskAsync<HistoryReadResponse>(new HistoryReadRequest
        {
            TimestampsToReturn = TimestampsToReturn.Source,
            HistoryReadDetails = new ReadRawModifiedDetails { StartTime = TestServer.Start, EndTime = TestServer.Start.AddHours(1), NumValuesPerNode = 2 }.ToExtensionObject(),
            NodesToRead = [new HistoryReadValueId { NodeId = past }],
        });
        Add(BitConverter.GetBytes(Subscription), BitConverter.GetBytes(subscription));
        Add(BitConverter.GetBytes(Item), BitConverter.GetBytes(item.MonitoredItemId));
        Add(BitConverter.GetBytes(Point), history.Results[0].ContinuationPoint ?? new byte[8]);
    }

    /// <summary>A request with places where ids of subscriptions, items and continuation points belong.</summary>
    public static byte[] WithPlaces(byte[] body)
    {
        var reader = new UaReader(body);
        var request = ServiceMessages.Decode(ref reader);
        Fill(request, 0);
        return OpcUaTypes.Encoded(request, withId: true);
    }

    /// <summary>The input with the true ids in their places.</summary>
    public byte[] PutInto(byte[] body)
    {
        foreach (var (place, id) in _ids)
        {
            for (var at = 0; body.AsSpan(at).IndexOf(place) is >= 0 and var next; at += next + place.Length) id.CopyTo(body, at + next);
        }

        return body;
    }

    void Add(byte[] place, byte[] id) => _ids.Add((place, id));

    static void Fill(object structure, int depth)
    {
        foreach (var property in structure.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length > 0) continue;
            var place = (property.Name, property.GetValue(structure)) switch
            {
                ("SubscriptionId", uint) => Subscription,
                ("MonitoredItemId", uint) => Item,
                ("SubscriptionIds", uint[]) => new[] { Subscription },
                ("MonitoredItemIds", uint[]) => new[] { Item },
                ("ContinuationPoint", byte[] { Length: > 0 }) => BitConverter.GetBytes(Point),
                _ => (object?)null,
            };
            if (place is not null && property.CanWrite) property.SetValue(structure, place);
            else if (depth < 4 && property.GetValue(structure) is IEnumerable and not string and var parts) FillAll((IEnumerable)parts, depth + 1);
        }
    }

    static void FillAll(IEnumerable parts, int depth)
    {
        foreach (var part in parts)
        {
            if (part is not null && part.GetType().Namespace == typeof(ReadRequest).Namespace && part.GetType().IsClass) Fill(part, depth);
        }
    }
}
