using System.Text.Json.Serialization;
using Jinan.IndustryBrain.Brain.Privacy;

namespace Jinan.IndustryBrain.Brain.Aggregation;

/// <summary>The figures of one indicator for one period, final.</summary>
internal sealed record Sheet(
    string Indicator, string Unit, DateTimeOffset From, DateTimeOffset To, DateTimeOffset Published, IReadOnlyList<Figure> Figures);

/// <summary>One figure. A sector or district that is null means all of them.</summary>
/// <param name="State">Numbers are there only when it is published.</param>
/// <param name="Enterprises">Unrelated enterprises that it stands for.</param>
/// <param name="Insights">Computed insights that it is made of.</param>
/// <param name="Mean">Mean of their values.</param>
/// <param name="Coverage">Mean part of their windows that good values covered.</param>
/// <param name="Levels">The insights by level.</param>
internal sealed record Figure(
    string? Sector,
    string? District,
    FigureState State,
    int? Enterprises,
    long? Insights,
    double? Mean,
    double? Coverage,
    IReadOnlyDictionary<string, LevelCount> Levels);

/// <summary>How many insights have a level.</summary>
/// <param name="Insights">Null unless published or empty.</param>
internal sealed record LevelCount(FigureState State, long? Insights);

/// <summary>What one enterprise contributed to one sector, district and level.</summary>
internal sealed record Contribution(
    string Sector, string District, string Level, string Unrelated, long Insights, double ValueSum, double CoverageSum);

[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Sheet))]
internal sealed partial class SheetJson : JsonSerializerContext;
