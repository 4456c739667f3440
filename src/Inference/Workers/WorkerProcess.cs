using Jinan.IndustryBrain.Capsules.Format;

namespace Jinan.IndustryBrain.Inference.Workers;

/// <summary>
/// Keeps a worker's process running. A process that crashes, hangs, grows or talks nonsense is ended and replaced, and the batch
/// that it had is given to the new one: a model's answer depends on its input alone, so nothing is done twice.
/// </summary>
internal sealed class WorkerProcess : IModelWorker
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly CapsuleDeclaration _capsule;
    private readonly string _folder;
    private readonly string _program;
    private readonly WorkerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Dictionary<string, ushort> _models;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private WorkerChannel? _channel;
    private bool _disposed;

    public WorkerProcess(
        CapsuleDeclaration capsule, string folder, string program, WorkerOptions options, TimeProvider time, ILogger logger)
    {
        _capsule = capsule;
        _folder = folder;
        _program = program;
        _options = options;
        _time = time;
        _logger = logger;
        _models = capsule.Models.Select((m, i) => (m.Id, Index: (ushort)i)).ToDictionary(m => m.Id, m => m.Index);
    }

    public int? Pid => _channel?.Pid;

    public int Restarts { get; private set; }

    public async Task StartAsync(CancellationToken cancellation)
    {
        try
        {
            await OpenAsync(cancellation);
        }
        catch (IOException e)
        {
            throw new WorkerFailedException($"The worker did not start: {e.Message}", e);
        }
    }

    public async Task<float[]> PredictAsync(string modelId, IReadOnlyList<float[]> rows, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    var channel = _channel ?? await OpenAsync(cancellation);
                    var outputs = await channel.PredictAsync(_models[modelId], rows, _options.BatchLimit, cancellation);
                    CheckMemory(channel);
                    return outputs;
                }
                catch (IOException e) when (attempt < _options.Attempts)
                {
                    await FailAsync(e.Message, attempt, cancellation);
                }
                catch (IOException e)
                {
                    await FailAsync(e.Message, attempt, cancellation);
                    throw new WorkerFailedException($"The worker failed {attempt} times in a row: {e.Message}", e);
                }
                catch (OperationCanceledException)
                {
                    // The answer to the question that was given up may still come: the channel is of no more use.
                    Drop();
                    throw;
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        _disposed = true;
        if (_channel is { } channel)
            await channel.DisposeAsync();
        _channel = null;
        _turn.Release();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private async Task<WorkerChannel> OpenAsync(CancellationToken cancellation)
    {
        var channel = await WorkerChannel.OpenAsync(
            _program, _folder, _options.StartLimit, _time,
            line => WorkerLog.WorkerSays(_logger, _capsule.Id, _capsule.Version, line), cancellation);
        WorkerLog.WorkerReady(_logger, _capsule.Id, _capsule.Version, channel.Pid);
        return _channel = channel;
    }

    private async Task FailAsync(string reason, int attempt, CancellationToken cancellation)
    {
        Drop();
        var wait = FirstWait * Math.Pow(2, attempt - 1);
        if (wait > LongestWait)
            wait = LongestWait;
        WorkerLog.WorkerFailed(_logger, _capsule.Id, _capsule.Version, reason, wait.TotalSeconds);
        await Task.Delay(wait, _time, cancellation);
    }

    private void CheckMemory(WorkerChannel channel)
    {
        var megabytes = channel.MemoryBytes / (1024 * 1024);
        if (megabytes <= _options.MemoryLimitMegabytes)
            return;
        WorkerLog.WorkerTooLarge(_logger, _capsule.Id, _capsule.Version, megabytes, _options.MemoryLimitMegabytes);
        Drop();
    }

    private void Drop()
    {
        if (_channel is not { } channel)
            return;
        _channel = null;
        Restarts++;
        channel.Kill();
        // The process is gone; its handles may be closed in their own time.
        _ = channel.DisposeAsync().AsTask();
    }
}
