using System.Globalization;
using System.Text.Json;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests.Cost;

/// <summary>What values cost one client's process.</summary>
/// <param name="Values">Notifications, or values read.</param>
/// <param name="Messages">Notification messages, or responses.</param>
/// <param name="CpuSeconds">User and kernel time of the process.</param>
/// <param name="AllocatedEach">Bytes allocated a value; null where it is not known.</param>
internal sealed record ClientCost(long Values, long Messages, double CpuSeconds, double? AllocatedEach)
{
    public double CpuSecondsAMillion => CpuSeconds * 1e6 / Values;

    public static ClientCost Of(JsonElement report) => new(
        report.GetProperty("values").GetInt64(), report.GetProperty("messages").GetInt64(), report.GetProperty("cpuSeconds").GetDouble(),
        report.TryGetProperty("allocatedBytesEach", out var each) && each.ValueKind is JsonValueKind.Number ? each.GetDouble() : null);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{CpuSecondsAMillion:F3} CPU s a million ({Values:N0} values in {Messages:N0} messages{(AllocatedEach is { } each ? $", {each:F2} bytes allocated each" : "")})");
}
