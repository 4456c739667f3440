using Microsoft.Extensions.Hosting;

namespace Jinan.IndustryBrain.ServiceDefaults.Hosting;

/// <summary>Starts <see cref="ExitWithParent"/> once the host can be asked to stop.</summary>
internal sealed class ExitWithParentService(IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        ExitWithParent.Watch(lifetime.StopApplication);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
