using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.Fuzz.Mutation;

/// <summary>Small limits, so that small inputs reach them.</summary>
internal static class FuzzLimits
{
    public const int StringLength = 1_024;
    public const int ByteStringLength = 4_096;
    public const int ArrayLength = 512;
    public const int TotalElements = 1_024;
    public const int NestingDepth = 12;

    public static EncodingLimits Encoding { get; } = new()
    {
        MaxStringLength = StringLength,
        MaxByteStringLength = ByteStringLength,
        MaxArrayLength = ArrayLength,
        MaxTotalElements = TotalElements,
        MaxNestingDepth = NestingDepth,
    };

    public static TransportLimits Transport { get; } = new(8_192, 8_192, 32_768, 8);
}
