using System.Text.Json.Serialization;
using Jinan.IndustryBrain.Collector.Assets;
using Jinan.IndustryBrain.Collector.Coverage;

namespace Jinan.IndustryBrain.Collector.State;

/// <summary>The forms of the collector's own files.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(MemorySnapshot))]
[JsonSerializable(typeof(CatalogueFile))]
[JsonSerializable(typeof(LedgerEntry))]
internal sealed partial class StateJson : JsonSerializerContext;
