using System.Text.Json;
using System.Text.Json.Serialization;
using Jinan.IndustryBrain.Collector.Connections;
using Jinan.IndustryBrain.Collector.Coverage;

namespace Jinan.IndustryBrain.Collector.Endpoints;

/// <summary>The forms of the collector's answers: camelCase, words for enumerations.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(CamelCase<CoverageState>), typeof(CamelCase<NotCoveredReason>)])]
[JsonSerializable(typeof(ConnectionReport[]))]
[JsonSerializable(typeof(CoverageReport[]))]
[JsonSerializable(typeof(FileReport[]))]
[JsonSerializable(typeof(CertificatesReport))]
internal sealed partial class AnswersJson : JsonSerializerContext;

/// <summary>An enumeration as camelCase words.</summary>
internal sealed class CamelCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase)
    where T : struct, Enum;
