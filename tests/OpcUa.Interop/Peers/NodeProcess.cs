using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests;

/// <summary>
/// A script of this folder run by node: JSON lines out, command lines in. It ends when its standard input ends, and so with us.
/// </summary>
public sealed class NodeProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly Channel<JsonElement> _lines = Channel.CreateUnbounded<JsonElement>();
    private readonly List<string> _errors = [];

    // Answers come in the order of the questions: one at a time, however many tests share the process.
    private readonly SemaphoreSlim _asking = new(1);
    private readonly Task _reading;
    private readonly Task _readingErrors;

    private NodeProcess(Process process)
    {
        _process = process;
        _reading = ReadLinesAsync();
        _readingErrors = ReadErrorsAsync();
    }

    // Above Missing, which needs it: initializers run in the order of the text.
    private static string Folder { get; } = Path.GetDirectoryName(Path.GetDirectoryName(SourceFile()))!;

    /// <summary>Why node cannot be used here; null where it can.</summary>
    public static string? Missing { get; } = FindMissing();

    /// <summary>
    /// Skips the test where node or its packages are missing, and says so; in CI (environment CI=true) that is a failure.
    /// </summary>
    public static void Require()
    {
        if (Missing is null)
            return;
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            Assert.Fail(Missing);
        Assert.Skip(Missing);
    }

    public static NodeProcess Start(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine("scripts", script));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return new NodeProcess(Process.Start(start) ?? throw new InvalidOperationException("node did not start."));
    }

    /// <summary>The next line that the script reports.</summary>
    public async Task<JsonElement> NextAsync(string awaited)
    {
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            return await _lines.Reader.ReadAsync(timeout.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            throw new TimeoutException($"node did not report {awaited} within {Patience.TotalSeconds} s. It said: {string.Join('\n', _errors)}", e);
        }
    }

    /// <summary>Writes a line to the script and gives its answer.</summary>
    public async Task<JsonElement> AskAsync(string line)
    {
        await _asking.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
            return await NextAsync($"an answer to {line}");
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>Sends a command as JSON and gives the answer, which must not be an error.</summary>
    public async Task<JsonElement> CommandAsync(object command)
    {
        var answer = await AskAsync(JsonSerializer.Serialize(command));
        Assert.True(answer.GetProperty("ok").GetBoolean(), answer.ToString());
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        await Task.WhenAll(_reading, _readingErrors);
        _process.Dispose();
        _asking.Dispose();
    }

    private static string SourceFile([CallerFilePath] string path = "") => path;

    private static string? FindMissing()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "node-opcua-client")))
            return "The npm packages are missing: run 'npm ci' in tests/OpcUa.Interop.";
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", "--version") { RedirectStandardOutput = true });
            node!.WaitForExit();
            return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "node is not installed: install Node.js 20 or later.";
        }
    }

    private async Task ReadLinesAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            _lines.Writer.TryWrite(JsonDocument.Parse(line).RootElement.Clone());
        _lines.Writer.TryComplete();
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
            _errors.Add(line);
    }
}
