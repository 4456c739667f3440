using System.Text.Json.Serialization;

namespace Jinan.IndustryBrain.AppHost.Processes;

[JsonConverter(typeof(JsonStringEnumConverter<ProcessPhase>))]
internal enum ProcessPhase
{
    [JsonStringEnumMemberName("waiting")] Waiting,
    [JsonStringEnumMemberName("starting")] Starting,
    [JsonStringEnumMemberName("ready")] Ready,
    [JsonStringEnumMemberName("restarting")] Restarting,
    [JsonStringEnumMemberName("stopping")] Stopping,
    [JsonStringEnumMemberName("stopped")] Stopped,
}

/// <summary>What is known of a process, replaced as a whole at each change.</summary>
internal sealed record ProcessState(
    string Name,
    ProcessPhase Phase,
    int? Pid,
    int Restarts,
    DateTimeOffset Since,
    string? Url,
    string Log,
    string? Detail);
