using BenchmarkDotNet.Attributes;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Services.Columns;

namespace Jinan.IndustryBrain.Benchmarks.OpcUa.Columns;

/// <summary>A ReadResponse with 1,000 doubles: an object a value, or columns that are kept.</summary>
[Config(typeof(ShortInProcess))]
public class ReadDecode
{
    private readonly byte[] _body = Wire.Of(Wire.Read());
    private readonly ReadColumns _columns = new();

    [Benchmark(Baseline = true)]
    public int Objects()
    {
        var reader = new UaReader(_body);
        return ((ReadResponse)ServiceMessages.Decode(ref reader)).Results.Length;
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
