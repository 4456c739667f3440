using System.Net.Http.Json;
using System.Text.Json;
using Jinan.IndustryBrain.AppHost.Health;

namespace Jinan.IndustryBrain.AppHost.Installed;

/// <summary>Asks a bundle's health page, from this machine, until everything is ready.</summary>
internal sealed class Readiness(InstalledConfiguration configuration, TimeProvider time)
{
    private static readonly TimeSpan AskInterval = TimeSpan.FromMilliseconds(500);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Waits until everything is ready.</summary>
    /// <param name="version">The version that has to answer.</param>
    /// <returns>Null when it is; else what it said last.</returns>
    public async Task<string?> WhenReadyAsync(string version, TimeSpan limit, CancellationToken cancellation)
    {
        // Our own page on this machine: its certificate may well be for another name.
        using var http = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator })
        {
            Timeout = TimeSpan.FromSeconds(5),
        };
        var started = time.GetTimestamp();
        var last = "its health page does not answer";
        while (time.GetElapsedTime(started) < limit)
        {
            try
            {
                using var response = await http.GetAsync(new Uri(configuration.HealthAddress, "health.json"), cancellation);
                var health = await response.Content.ReadFromJsonAsync<HealthSnapshot>(Json, cancellation);
                last = $"{health!.Version} is {health.Status}: {string.Join("; ", health.Alarms.Where(a => a.Severity == Severity.Critical).Select(a => $"{a.Id} {a.Subject} {a.Detail}"))}";
                if (health.Version == version && health.Status is HealthState.Healthy or HealthState.Degraded)
                    return null;
            }
            catch (Exception e) when (e is HttpRequestException or JsonException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
            {
                last = $"its health page {configuration.HealthAddress} does not answer ({e.Message})";
            }

            await Task.Delay(AskInterval, time, cancellation);
        }

        return $"{last}; its logs are in {configuration.Data.Logs}";
    }
}
