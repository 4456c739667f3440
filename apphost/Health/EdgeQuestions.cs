using System.Text.Json;
using Jinan.IndustryBrain.AppHost.Plan;

namespace Jinan.IndustryBrain.AppHost.Health;

/// <summary>Asks the services of the edge, through the sidecar, what the health page tells of them.</summary>
internal sealed class EdgeQuestions(RunPlan plan, HttpClient http)
{
    private const string Running = "Running";

    /// <returns>Null while they do not answer; that is told of the processes.</returns>
    public async Task<(EdgeHealth Health, IReadOnlyList<Alarm> Alarms)?> AskAsync(CancellationToken cancellation)
    {
        try
        {
            using var stats = await GetAsync("historian", "stats", cancellation);
            using var connections = await GetAsync("collector", "connections", cancellation);
            using var uplink = await GetAsync("uplink", "status", cancellation);
            var alarms = new List<Alarm>();
            List<JsonElement> factories = [.. stats.RootElement.GetProperty("factories").EnumerateArray()];
            List<JsonElement> machines = [.. connections.RootElement.EnumerateArray()];
            foreach (var machine in machines.Where(m => Text(m, "state") != Running))
                alarms.Add(AlarmKinds.Of(
                    AlarmKinds.MachineDisconnected, $"{Text(machine, "factory")}/{Text(machine, "connection")}", $"{Text(machine, "state")} {Text(machine, "lastError")}".Trim()));
            List<JsonElement> senders = [.. uplink.RootElement.GetProperty("factories").EnumerateArray()];
            foreach (var sender in senders.Where(s => Text(s, "fault").Length > 0))
                alarms.Add(AlarmKinds.Of(AlarmKinds.UplinkWaiting, Text(sender, "factory"), Text(sender, "fault")));
            var health = new EdgeHealth(
                machines.Select(m => Text(m, "factory")).Distinct().Count(), machines.Count, machines.Count(m => Text(m, "state") == Running),
                stats.RootElement.GetProperty("values").GetInt64(), Times(factories, "newestValue").Max(), Times(factories, "aliveThrough").Max(),
                senders.Sum(s => s.TryGetProperty("pending", out var pending) ? pending.GetInt64() : 0));
            return (health, alarms);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException
            || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    private async Task<JsonDocument> GetAsync(string app, string path, CancellationToken cancellation)
    {
        var sidecar = plan.Sidecar(RunPlanner.CliAppId);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{sidecar.HttpPort}/v1.0/invoke/{app}/method/{path}");
        request.Headers.Add("dapr-api-token", sidecar.ApiToken);
        using var response = await http.SendAsync(request, cancellation);
        response.EnsureSuccessStatusCode();
        return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation), default, cancellation);
    }

    private static string Text(JsonElement item, string key) =>
        item.TryGetProperty(key, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value.ToString() : "";

    private static IEnumerable<DateTimeOffset?> Times(IEnumerable<JsonElement> items, string key) => items
        .Select(item => DateTimeOffset.TryParse(Text(item, key), out var time) && time.Year > 1970 ? time : (DateTimeOffset?)null);
}
