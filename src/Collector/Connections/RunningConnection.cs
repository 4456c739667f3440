using Jinan.IndustryBrain.FactoryFile;

namespace Jinan.IndustryBrain.Collector.Connections;

/// <summary>A runner with the task that it runs in.</summary>
internal sealed class RunningConnection : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping;
    private readonly Task _task;

    private RunningConnection(ConnectionRunner runner, string factory, ILogger logger, CancellationToken cancellationToken)
    {
        Runner = runner;
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _task = RunAsync(factory, logger, _stopping.Token);
    }

    public ConnectionRunner Runner { get; }

    /// <summary>Why it ended by itself; null while it runs.</summary>
    public string? Failure { get; private set; }

    public ConnectionSettings Settings => Runner.Settings;

    public static RunningConnection Start(ConnectionRunner runner, string factory, ILogger logger, CancellationToken cancellationToken) =>
        new(runner, factory, logger, cancellationToken);

    public ConnectionReport Report() => Failure is null ? Runner.Report() : Runner.Report() with { State = "Failed", LastError = Failure };

    /// <summary>Stops it and returns when it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _task;
        _stopping.Dispose();
    }

    private async Task RunAsync(string factory, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            await using (Runner)
                await Runner.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
        catch (Exception exception)
        {
            Failure = exception.Message;
            Log.ConnectionFailed(logger, exception, factory, Settings.Id);
        }
    }
}
