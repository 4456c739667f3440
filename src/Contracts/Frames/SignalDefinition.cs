using System.Text.Json.Serialization;

namespace Jinan.IndustryBrain.Contracts.Frames;

/// <summary>What a signal id in a factory's frames stands for. Ids are small, dense, stable and never used again.</summary>
/// <param name="Id">From 0.</param>
/// <param name="Name">Name within the asset, e.g. <c>torque</c>.</param>
/// <param name="Asset">Id of the machine.</param>
/// <param name="AssetType">E.g. <c>welding-robot-joint</c>; models are declared for asset types.</param>
/// <param name="Unit">UCUM-style unit, or empty.</param>
/// <param name="Type">Which column holds its values.</param>
/// <param name="Connection">Id of the connection it is read through; alive-through times are a connection's.</param>
/// <param name="SamplingMs">Sampling interval as the server revised it.</param>
public sealed record SignalDefinition(
    int Id,
    string Name,
    string Asset,
    string AssetType,
    string Unit,
    SignalType Type,
    string Connection,
    double SamplingMs)
{
    /// <summary><c>asset/name</c>: unique within the factory.</summary>
    [JsonIgnore]
    public string FullName => $"{Asset}/{Name}";
}

/// <summary>The column of a frame that holds a signal's values.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SignalType>))]
public enum SignalType
{
    [JsonStringEnumMemberName("double")] Double,
    [JsonStringEnumMemberName("int64")] Int64,
    [JsonStringEnumMemberName("text")] Text,
}
