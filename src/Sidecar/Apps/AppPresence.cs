namespace Jinan.IndustryBrain.Sidecar.Apps;

/// <summary>Whether an application is there. Waiting for it costs nothing: it is a signal, not a poll.</summary>
internal sealed class AppPresence
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsUp => _up.Task.IsCompletedSuccessfully;

    public Task WaitUntilUpAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _up.Task.IsCompleted ? _up.Task : _up.Task.WaitAsync(cancellationToken);
    }

    public void Up()
    {
        lock (_gate)
            _up.TrySetResult();
    }

    public void Down()
    {
        lock (_gate)
            if (_up.Task.IsCompleted)
                _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
