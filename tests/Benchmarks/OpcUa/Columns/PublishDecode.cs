using BenchmarkDotNet.Attributes;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Services.Columns;

namespace Jinan.IndustryBrain.Benchmarks.OpcUa.Columns;

/// <summary>A PublishResponse with 1,000 doubles: an object a value, as stacks usually do it, or columns that are kept.</summary>
[Config(typeof(ShortInProcess))]
public class PublishDecode
{
    private readonly byte[] _body = Wire.Of(Wire.Publish());
    private readonly PublishColumns _columns = new();

    [Benchmark(Baseline = true)]
    public int Objects()
    {
        var reader = new UaReader(_body);
        var response = (PublishResponse)ServiceMessages.Decode(ref reader);
        return response.NotificationMessage.NotificationData[0].TryDecode<DataChangeNotification>(out var changes) ? changes!.MonitoredItems.Length : 0;
    }

    [Benchmark]
    public int Columns()
    {
        var reader = new UaReader(_body);
        ServiceMessages.ReadEncodingId(ref reader);
        _columns.Decode(ref reader);
        return _columns.Values.Count;
    }
}
