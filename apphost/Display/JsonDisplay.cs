using System.Text.Encodings.Web;
using System.Text.Json;
using Jinan.IndustryBrain.AppHost.Plan;
using Jinan.IndustryBrain.AppHost.Processes;
using Jinan.IndustryBrain.AppHost.Watch;

namespace Jinan.IndustryBrain.AppHost.Display;

/// <summary>One JSON object a line: <c>{"time", "event", …}</c>.</summary>
internal sealed class JsonDisplay(TextWriter output, TimeProvider time) : IRunDisplay
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lock _lock = new();

    public async Task StepAsync(string what, Func<Task> work)
    {
        var started = time.GetTimestamp();
        Write("step-started", new { what });
        await work();
        Write("step-done", new { what, seconds = time.GetElapsedTime(started).TotalSeconds });
    }

    public void Note(string text, NoteLevel level = NoteLevel.Information) => Write("note", new { text, level = level.ToString().ToLowerInvariant() });

    public void Error(string text) => Write("error", new { text });

    public void Started(RunPlan plan) => Write("started", new
    {
        profile = plan.Profile.Name,
        data = plan.Data.Root,
        logs = plan.Data.Logs,
        processes = plan.Processes.Select(p => new { p.Name, Url = p.Url?.GetLeftPart(UriPartial.Authority) }),
    });

    public void Changed(ProcessState state) => Write("process", state);

    public void Sectors(IReadOnlyList<SectorSummary> sectors) => Write("sectors", sectors);

    /// <summary>Writes an event of the caller's own.</summary>
    public void Write(string name, object content)
    {
        var line = JsonSerializer.Serialize(new { time = time.GetUtcNow(), @event = name, data = content }, Options);
        lock (_lock)
            output.WriteLine(line);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
