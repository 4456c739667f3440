using System.Text.Json;
using Jinan.IndustryBrain.AppHost.Plan;

namespace Jinan.IndustryBrain.AppHost.Processes;

/// <summary>
/// Tells other programs of this user, such as the <c>brain</c> tool, what runs where. It holds the tokens of the <c>cli</c>
/// application's sidecar and goes when the run ends.
/// </summary>
internal sealed class RunStateFile(RunPlan plan, string? configuration, TimeProvider time) : IDisposable
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Lock _lock = new();
    private readonly DateTimeOffset _started = time.GetUtcNow();

    public void Write(IReadOnlyList<ProcessState> states)
    {
        var cli = plan.Sidecars.FirstOrDefault(s => s.AppId == RunPlanner.CliAppId);
        var content = new
        {
            schema = 1,
            pid = Environment.ProcessId,
            profile = plan.Profile.Name,
            started = _started,
            logs = plan.Data.Logs,
            configuration,
            sidecar = cli is null ? null : new { url = $"http://127.0.0.1:{cli.HttpPort}", token = cli.ApiToken },
            resources = states,
        };
        lock (_lock)
            PrivateFile.Write(plan.Data.RunState, JsonSerializer.SerializeToUtf8Bytes(content, Options));
    }

    public void Dispose()
    {
        lock (_lock)
            File.Delete(plan.Data.RunState);
    }
}
