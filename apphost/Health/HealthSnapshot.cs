using System.Text.Json.Serialization;
using Jinan.IndustryBrain.AppHost.Processes;

namespace Jinan.IndustryBrain.AppHost.Health;

[JsonConverter(typeof(JsonStringEnumConverter<HealthState>))]
internal enum HealthState
{
    /// <summary>Not everything was ready yet.</summary>
    [JsonStringEnumMemberName("starting")] Starting,
    [JsonStringEnumMemberName("healthy")] Healthy,

    /// <summary>There are warnings.</summary>
    [JsonStringEnumMemberName("degraded")] Degraded,

    /// <summary>There are critical alarms.</summary>
    [JsonStringEnumMemberName("unhealthy")] Unhealthy,
}

/// <summary>What is known of the whole bundle, replaced as a whole.</summary>
/// <param name="LastBackup">When the last good one was taken; null for never.</param>
/// <param name="CertificateEnds">Null without TLS.</param>
internal sealed record HealthSnapshot(
    HealthState Status,
    string Profile,
    string Version,
    string Runtime,
    DateTimeOffset Started,
    DateTimeOffset Time,
    IReadOnlyList<Alarm> Alarms,
    IReadOnlyList<ProcessHealth> Processes,
    DiskHealth? Disk,
    EdgeHealth? Edge,
    DateTimeOffset? LastBackup,
    DateTimeOffset? CertificateEnds);

/// <param name="Health">What the service says of itself: Healthy, Degraded, Unhealthy; null without an answer.</param>
internal sealed record ProcessHealth(string Name, ProcessPhase Phase, int Restarts, DateTimeOffset Since, string? Health, string? Detail);

internal sealed record DiskHealth(long FreeBytes, long TotalBytes);

/// <param name="NewestValue">Source time of the newest value that is stored.</param>
/// <param name="AliveThrough">Everything up to this source time has arrived; silence on a live connection counts.</param>
internal sealed record EdgeHealth(
    int Factories, int Connections, int Connected, long Values, DateTimeOffset? NewestValue, DateTimeOffset? AliveThrough, long UplinkPending);

/// <summary>Written by <c>brain backup</c> once a backup is whole.</summary>
internal sealed record LastBackup(DateTimeOffset Time, string File, long Bytes)
{
    public const string FileName = "last-backup.json";
}
