namespace Jinan.IndustryBrain.Brain.Policy;

/// <summary>Reads the plan cycles before the first request: a faulty file ends the start, and not somebody's page.</summary>
internal sealed class PolicyStart(PlanCycles cycles, ILogger<PolicyStart> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Log.CyclesRead(logger, string.Join(", ", cycles.All.Select(cycle => cycle.Id)));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
