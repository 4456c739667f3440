using System.Text.Json;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests;

/// <summary>node-opcua as a server with changing variables that journals what it emits; see scripts/server.mjs.</summary>
public sealed class NodeServer : IAsyncDisposable
{
    private readonly NodeProcess _process;
    private readonly string _journal;

    private NodeServer(NodeProcess process, string journal, string endpoint)
    {
        _process = process;
        _journal = journal;
        Endpoint = endpoint;
    }

    /// <summary>The server's address.</summary>
    public string Endpoint { get; }

    /// <summary>Namespace of the variables.</summary>
    public const string NamespaceUri = "urn:interop:plant";

    public static async Task<NodeServer> StartAsync(int variables = 1_000, int periodMs = 1_000, int seed = 1, int port = 0, bool transfer = false)
    {
        var journal = Path.Combine(Path.GetTempPath(), $"opcua-interop-{Guid.NewGuid():N}.jsonl");
        var process = NodeProcess.Start(
            "server.mjs", "--port", $"{port}", "--journal", journal, "--variables", $"{variables}", "--period", $"{periodMs}", "--seed", $"{seed}", "--transfer", transfer ? "1" : "0");
        try
        {
            var ready = await process.NextAsync("that the server is ready");
            return new NodeServer(process, journal, ready.GetProperty("endpoint").GetString()!);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>No more changes; gives the number of values emitted so far, all of them in the journal.</summary>
    public async Task<int> StopChangesAsync() => (await _process.AskAsync("stop")).GetProperty("emitted").GetInt32();

    /// <summary>Changes go on after <see cref="StopChangesAsync"/>.</summary>
    public Task StartChangesAsync() => _process.AskAsync("start");

    /// <summary>What was emitted, in order. Complete once the changes were stopped.</summary>
    public async Task<IReadOnlyList<JournalEntry>> ReadJournalAsync()
    {
        var entries = new List<JournalEntry>();
        await foreach (var line in File.ReadLinesAsync(_journal))
            entries.Add(JsonSerializer.Deserialize<JournalEntry>(line, JsonSerializerOptions.Web)!);
        return entries;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        File.Delete(_journal);
    }
}

/// <summary>A value that the server emitted.</summary>
/// <param name="Node">String identifier of the variable.</param>
/// <param name="Time">Source time, Unix milliseconds.</param>
/// <param name="Status">Status code.</param>
/// <param name="Type">Built-in type.</param>
/// <param name="Value">The value; 64-bit integers as decimal text, dates as ISO 8601.</param>
public sealed record JournalEntry(string Node, long Time, uint Status, string Type, JsonElement Value);
