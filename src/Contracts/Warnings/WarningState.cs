using System.Text.Json.Serialization;

namespace Jinan.IndustryBrain.Contracts.Warnings;

/// <summary>How far the people of the factory are with a case.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WarningState>))]
public enum WarningState
{
    /// <summary>Nobody has looked yet.</summary>
    [JsonStringEnumMemberName("open")] Open,

    /// <summary>Somebody looks into it.</summary>
    [JsonStringEnumMemberName("acknowledged")] Acknowledged,

    /// <summary>There is a fault.</summary>
    [JsonStringEnumMemberName("confirmed")] Confirmed,

    /// <summary>There is none: a false alarm.</summary>
    [JsonStringEnumMemberName("rejected")] Rejected,

    /// <summary>Work on the machine that was known of explains it.</summary>
    [JsonStringEnumMemberName("known_maintenance")] KnownMaintenance,

    /// <summary>Done with: repaired, or over.</summary>
    [JsonStringEnumMemberName("closed")] Closed,
}

/// <summary>What follows from a state.</summary>
public static class WarningStates
{
    /// <summary>Whether somebody has still to do something; a machine has at most one case of which this is true.</summary>
    public static bool IsOpen(this WarningState state) =>
        state is WarningState.Open or WarningState.Acknowledged or WarningState.Confirmed;
}
