using System.Text.Json;
using System.Text.Json.Serialization;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.Contracts.Tasks;
using Jinan.IndustryBrain.Contracts.Warnings;

namespace Jinan.IndustryBrain.Contracts;

/// <summary>
/// The one JSON form of the contracts: camelCase, unknown members refused, so that nothing can ride along unnoticed.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Insight))]
[JsonSerializable(typeof(Insight[]))]
[JsonSerializable(typeof(SignalDefinition[]))]
[JsonSerializable(typeof(FactoryLog[]))]
[JsonSerializable(typeof(ConsumerPosition))]
[JsonSerializable(typeof(WarningCase))]
[JsonSerializable(typeof(WarningReport))]
[JsonSerializable(typeof(WarningReport[]))]
[JsonSerializable(typeof(DisclosurePolicy))]
[JsonSerializable(typeof(DisclosureReceipt))]
[JsonSerializable(typeof(DisclosureReceipt[]))]
[JsonSerializable(typeof(CityTask))]
[JsonSerializable(typeof(CityTask[]))]
[JsonSerializable(typeof(TaskAnswer))]
[JsonSerializable(typeof(TaskAnswer[]))]
[JsonSerializable(typeof(SentenceCode))]
public sealed partial class ContractsJson : JsonSerializerContext;
