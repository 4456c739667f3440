using System.CommandLine;
using System.Text.Json;
using Jinan.IndustryBrain.Cli.Output;
using Jinan.IndustryBrain.Cli.Run;
using Jinan.IndustryBrain.Contracts;

namespace Jinan.IndustryBrain.Cli.Status;

/// <summary><c>brain status</c>: processes, connections to machines, what is stored, capsules.</summary>
internal static class StatusCommand
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    // What each service tells of itself, by application id.
    private static readonly (string App, string Path)[] Questions =
    [
        (AppIds.Collector, "connections"),
        (AppIds.Historian, "stats"),
        (AppIds.Inference, "capsules"),
        (AppIds.Uplink, "status"),
    ];

    public static Command Create()
    {
        var command = new Command("status", "Shows what runs, and how it is.");
        command.SetAction((parsed, cancellation) => CommandFailures.ReportedAsync(
            () => RunAsync(parsed.GetValue(CommonOptions.Data), parsed.GetValue(CommonOptions.Json), cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(string? data, bool json, CancellationToken cancellation)
    {
        var run = RunState.Read(data);
        var answers = await AskAsync(run, cancellation);
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(
                new { run.Pid, run.Profile, run.Started, run.Logs, run.Resources, services = answers.ToDictionary(a => a.App, a => a.Answer) },
                Indented));
        else
            StatusView.Write(run, answers);
        return run.Resources.All(r => r.Phase == "ready") && answers.All(a => a.Failure is null) ? 0 : 2;
    }

    private static async Task<IReadOnlyList<ServiceAnswer>> AskAsync(RunState run, CancellationToken cancellation)
    {
        if (run.Sidecar is null)
            return [];
        using var client = new ServiceClient(run);
        var running = run.Resources.Select(r => r.Name).ToHashSet();
        return await Task.WhenAll(Questions.Where(q => running.Contains(q.App)).Select(async question =>
        {
            try
            {
                using var answer = await client.GetJsonAsync(question.App, question.Path, cancellation);
                return new ServiceAnswer(question.App, answer.RootElement.Clone(), null);
            }
            catch (CommandException e)
            {
                return new ServiceAnswer(question.App, null, e.Message);
            }
        }));
    }
}

/// <param name="Failure">Why there is no answer.</param>
internal sealed record ServiceAnswer(string App, JsonElement? Answer, string? Failure);
