using BenchmarkDotNet.Attributes;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.Benchmarks.OpcUa.Services;

/// <summary>Requests into the buffer that goes to the socket: a Publish with one acknowledgement, and items to watch.</summary>
[Config(typeof(ShortInProcess))]
public class RequestEncode
{
    private readonly MessageBuffer _buffer = new(1 << 17);
    private readonly PublishRequest _publish = new() { SubscriptionAcknowledgements = [new SubscriptionAcknowledgement { SubscriptionId = 1, SequenceNumber = 7 }] };
    private readonly CreateMonitoredItemsRequest _items = new()
    {
        SubscriptionId = 1,
        TimestampsToReturn = TimestampsToReturn.Both,
        ItemsToCreate =
        [
            .. Enumerable.Range(0, Wire.Values).Select(i => new MonitoredItemCreateRequest
            {
                ItemToMonitor = new ReadValueId { NodeId = new NodeId($"Line1.Press{i:D4}.Force", 3), AttributeId = 13 },
                MonitoringMode = MonitoringMode.Reporting,
                RequestedParameters = new MonitoringParameters { ClientHandle = (uint)i, SamplingInterval = 100, QueueSize = 10, DiscardOldest = true },
            }),
        ],
    };

    [Benchmark(Baseline = true)]
    public int Publish() => Encode(_publish);

    [Benchmark]
    public int CreateThousandItems() => Encode(_items);

    private int Encode(IServiceRequest request)
    {
        _buffer.Clear();
        var writer = new UaWriter(_buffer);
        ServiceMessages.Encode(request, ref writer);
        writer.Flush();
        return _buffer.BodyLength;
    }
}
