using System.Text.Json.Serialization;
using Jinan.IndustryBrain.Brain.Privacy;

namespace Jinan.IndustryBrain.Brain.Aggregation;

/// <summary>
/// What a period says of the factories themselves, final: how many there are, how their answers are spread, what many of them
/// have in common.
/// </summary>
/// <param name="Factories">Factories of which an insight came; by the worst level of each.</param>
/// <param name="Machines">Machines with a computed insight, in those factories.</param>
internal sealed record CitySheet(
    DateTimeOffset From,
    DateTimeOffset To,
    DateTimeOffset Published,
    IReadOnlyList<CensusFigure> Factories,
    IReadOnlyList<CensusFigure> Machines,
    IReadOnlyList<Distribution> Distributions,
    IReadOnlyList<SharedFault> SharedFaults)
{
    /// <summary>Stands in the place of an indicator's name; none can have it.</summary>
    public const string Name = "@city";

    public const string Unit = "1";
}

/// <summary>One count. A sector or district that is null means all of them.</summary>
/// <param name="Count">Null unless published or empty.</param>
/// <param name="Enterprises">Unrelated enterprises that it stands for; null unless published.</param>
/// <param name="Levels">The same by level.</param>
internal sealed record CensusFigure(
    string? Sector, string? District, FigureState State, long? Count, int? Enterprises, IReadOnlyDictionary<string, LevelCount> Levels);

/// <summary>How one indicator is spread over a sector's factories.</summary>
/// <param name="Groups">From the lowest mean to the highest; empty unless published.</param>
internal sealed record Distribution(
    string Sector, string Indicator, string Unit, FigureState State, double? Coverage, IReadOnlyList<DistributionGroup> Groups);

/// <summary>Factories that lie side by side.</summary>
/// <param name="Mean">Mean of the factories' means.</param>
public sealed record DistributionGroup(int Factories, int Enterprises, double Mean);

/// <summary>The same fault kind in at least k unrelated enterprises of a sector. How many more is not told.</summary>
/// <param name="Indicator">What the models answered.</param>
/// <param name="Signal">The signal that contributed most to answers at level warning or alarm.</param>
internal sealed record SharedFault(string Sector, string Indicator, string Signal);

[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CitySheet))]
internal sealed partial class CitySheetJson : JsonSerializerContext;
