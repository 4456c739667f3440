using System.Diagnostics;

namespace Jinan.IndustryBrain.Inference.Workers;

/// <summary>One life of a worker's process: one question at a time, each with a limit. Broken once, it stays broken.</summary>
internal sealed class WorkerChannel : IAsyncDisposable
{
    private static readonly TimeSpan EndGrace = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly TimeProvider _time;
    private uint _lastId;

    private WorkerChannel(Process process, TimeProvider time)
    {
        _process = process;
        _time = time;
    }

    public int Pid => _process.Id;

    public long MemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <exception cref="WorkerFailedException">The models do not load or do not give their golden outputs; final.</exception>
    /// <exception cref="IOException">The process did not start or broke off.</exception>
    public static async Task<WorkerChannel> OpenAsync(
        string program, string folder, TimeSpan limit, TimeProvider time, Action<string> says, CancellationToken cancellation)
    {
        var channel = new WorkerChannel(Start(program, folder, says), time);
        try
        {
            var (_, failure) = await channel.ReceiveAsync(WorkerProtocol.ReadyId, limit, cancellation);
            return failure is null ? channel : throw new WorkerFailedException(failure);
        }
        catch
        {
            await channel.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="WorkerFailedException">The model refused the rows; the process lives on.</exception>
    /// <exception cref="IOException">The process ended, was too slow, or said something else.</exception>
    public async Task<float[]> PredictAsync(
        ushort model, IReadOnlyList<float[]> rows, TimeSpan limit, CancellationToken cancellation)
    {
        var id = ++_lastId;
        await _process.StandardInput.BaseStream.WriteAsync(WorkerProtocol.Request(id, model, rows), cancellation);
        await _process.StandardInput.BaseStream.FlushAsync(cancellation);
        var (outputs, failure) = await ReceiveAsync(id, limit, cancellation);
        if (failure is not null)
            throw new WorkerFailedException(failure);
        return outputs!.Length == rows.Count
            ? outputs
            : throw new IOException($"It answered {outputs.Length} outputs for {rows.Count} rows.");
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
            using var grace = new CancellationTokenSource(EndGrace, _time);
            await _process.WaitForExitAsync(grace.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    /// <summary>Ends a process that cannot be trusted to end by itself.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It had ended already.
        }
    }

    private static Process Start(string program, string folder, Action<string> says)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_gcServer"] = "0";
        // The service's own secrets are none of a model's business.
        foreach (var secret in new[] { "DAPR_API_TOKEN", "APP_API_TOKEN" })
            start.Environment.Remove(secret);
        var process = new Process { StartInfo = start };
        process.ErrorDataReceived += (_, line) =>
        {
            if (!string.IsNullOrWhiteSpace(line.Data))
                says(line.Data);
        };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            process.Dispose();
            throw new IOException($"'{start.FileName}' cannot be started: {e.Message}", e);
        }

        process.BeginErrorReadLine();
        return process;
    }

    private async Task<(float[]? Outputs, string? Failure)> ReceiveAsync(uint id, TimeSpan limit, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            var message = await WorkerProtocol.ReadAsync(_process.StandardOutput.BaseStream, either.Token)
                ?? throw new IOException("It ended.");
            return message.Id == id
                ? WorkerProtocol.ReadAnswer(message.Body)
                : throw new IOException($"It answered question {message.Id} instead of {id}.");
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"It did not answer within {limit.TotalSeconds:0.#} s.", e);
        }
        catch (InvalidDataException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
