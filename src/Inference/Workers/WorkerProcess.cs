using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Jinan.IndustryBrain.Inference.Protocol;

namespace Jinan.IndustryBrain.Inference.Workers;

/// <summary>
/// One run of a worker executable. Requests go one at a time. Whatever goes wrong with the process itself (it ends, does not
/// answer in time, or writes something that is no answer) is a <see cref="WorkerLostException"/>, after which it is gone.
/// </summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private const int ErrorLinesLogged = 50;
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(3);

    private readonly Process _process;
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly TimeProvider _time;
    private readonly Task _errors;
    private uint _request;

    private WorkerProcess(Process process, TimeProvider time, Action<string> onError)
    {
        _process = process;
        _time = time;
        _input = process.StandardInput.BaseStream;
        _output = process.StandardOutput.BaseStream;
        _errors = ReadErrorsAsync(process.StandardError, onError);
        Exited = process.WaitForExitAsync(CancellationToken.None);
    }

    public int Id => _process.Id;

    /// <summary>Completes when the process has ended.</summary>
    public Task Exited { get; }

    /// <exception cref="WorkerLostException">The executable cannot be started.</exception>
    public static WorkerProcess Start(WorkerLaunch launch, TimeProvider time, Action<string> onError)
    {
        var start = new ProcessStartInfo(launch.Executable)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var argument in launch.Arguments)
            start.ArgumentList.Add(argument);
        start.Environment["DOTNET_GCHeapHardLimit"] = $"0x{launch.MemoryBytes:X}";

        // A worker has nothing to say to our sidecar and no business with our secrets.
        foreach (var name in start.Environment.Keys.Where(IsPrivate).ToList())
            start.Environment.Remove(name);
        try
        {
            return new WorkerProcess(Process.Start(start)!, time, onError);
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            throw new WorkerLostException($"The worker '{launch.Executable} {string.Join(' ', launch.Arguments)}' cannot be started: {e.Message}");
        }
    }

    /// <returns>What runs the models, for a person.</returns>
    /// <exception cref="ModelFailedException">A model cannot be loaded.</exception>
    /// <exception cref="WorkerLostException"/>
    public async Task<string> LoadAsync(LoadRequest models, TimeSpan limit) =>
        Encoding.UTF8.GetString((await AskAsync(MessageKind.Load, models.ToBytes(), MessageKind.Loaded, limit).ConfigureAwait(false)).Span);

    /// <exception cref="ModelFailedException">The model threw.</exception>
    /// <exception cref="WorkerLostException"/>
    public async Task<float[]> PredictAsync(int model, int columns, ReadOnlyMemory<float> features, TimeSpan limit)
    {
        var request = new PredictRequest(model, columns, features.Span).ToBytes();
        var answer = await AskAsync(MessageKind.Predict, request, MessageKind.Answers, limit).ConfigureAwait(false);
        var rows = features.Length / columns;
        if (answer.Length != rows * sizeof(float))
            throw Lost($"It answered {answer.Length} bytes for {rows} rows.");
        return MemoryMarshal.Cast<byte, float>(answer.Span).ToArray();
    }

    public long WorkingSet()
    {
        try
        {
            _process.Refresh();
            return _process.HasExited ? 0 : _process.WorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended already.
        }
    }

    /// <summary>Ends the input, on which the worker ends by itself; if it does not, it is killed.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _input.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The pipe is broken: the process has gone.
        }

        try
        {
            await Exited.WaitAsync(StopGrace, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Kill();
            await Exited.ConfigureAwait(false);
        }

        await _errors.ConfigureAwait(false);
        _process.Dispose();
    }

    private async Task<ReadOnlyMemory<byte>> AskAsync(MessageKind kind, byte[] payload, MessageKind expected, TimeSpan limit)
    {
        var request = ++_request;
        var exchange = ExchangeAsync(new WorkerMessage(request, kind, payload));
        WorkerMessage? answer;
        try
        {
            answer = await exchange.WaitAsync(limit, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Kill();
            await ((Task)exchange).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw Lost($"It did not answer within {limit.TotalSeconds:0.#} s.");
        }
        catch (Exception e) when (e is IOException or InvalidDataException or EndOfStreamException or ObjectDisposedException)
        {
            throw Lost(e.Message);
        }

        if (answer is not { } message)
            throw Lost("It ended.");
        if (message.Request == request && message.Kind == MessageKind.Failed)
            throw new ModelFailedException(Encoding.UTF8.GetString(message.Payload.Span));
        return message.Request == request && message.Kind == expected
            ? message.Payload
            : throw Lost($"It answered request {message.Request} with {message.Kind}; {expected} to {request} was expected.");
    }

    private async Task<WorkerMessage?> ExchangeAsync(WorkerMessage message)
    {
        // Not on the caller's time: a worker that does not read blocks the writer.
        await Task.Yield();
        await MessageStream.WriteAsync(_input, message, CancellationToken.None).ConfigureAwait(false);
        return await MessageStream.ReadAsync(_output, CancellationToken.None).ConfigureAwait(false);
    }

    private WorkerLostException Lost(string why)
    {
        Kill();
        return new WorkerLostException($"Worker process {Id} is lost: {why}");
    }

    private static async Task ReadErrorsAsync(StreamReader errors, Action<string> onError)
    {
        for (var lines = 0; await errors.ReadLineAsync().ConfigureAwait(false) is { } line; lines++)
            if (lines < ErrorLinesLogged)
                onError(line);
    }

    private static bool IsPrivate(string name) =>
        name is "DAPR_API_TOKEN" or "APP_API_TOKEN" || name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase);
}

/// <summary>How to start a worker.</summary>
/// <param name="MemoryBytes">Managed heap that it may use.</param>
internal sealed record WorkerLaunch(string Executable, IReadOnlyList<string> Arguments, long MemoryBytes);

/// <summary>The process is gone; another one may do better.</summary>
internal sealed class WorkerLostException(string message) : Exception(message);
