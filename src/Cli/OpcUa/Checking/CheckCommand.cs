using System.CommandLine;
using System.Globalization;
using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.Cli.Output;
using Jinan.IndustryBrain.FactoryFile;

namespace Jinan.IndustryBrain.Cli.OpcUa.Checking;

/// <summary>
/// <c>brain opcua check</c>: whether a collector would get everything that a factory.yaml asks for, and how much that is. Exit
/// code 2 when it would not.
/// </summary>
internal static class CheckCommand
{
    private const int NotesShown = 20;

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The factory.yaml" };
        var seconds = new Option<int>("--seconds") { Description = "How long values are watched to measure the load", HelpName = "number", DefaultValueFactory = _ => 5 };
        var timeout = new Option<string?>("--timeout") { Description = "Longest wait for a server (default 10s)", HelpName = "duration" };
        var command = new Command("check", "Reads a factory.yaml, connects, and tells what is missing, of a wrong type, revised, and how much it is, signals and events.") { file, seconds, timeout, StoreOption.Store };
        command.SetAction((parsed, cancellation) => ServerFailures.ReportedAsync(async () =>
        {
            var path = parsed.GetValue(file)!;
            var read = Read(path);
            var json = parsed.GetValue(CommonOptions.Json);
            if (read.Configuration is not { } factory)
            {
                var faults = read.Faults.Select(fault => new CheckFinding(fault.Line, fault.Path, fault.Message, IsFault: true)).ToList();
                Write(path, [], faults, json);
                return 2;
            }

            var defaults = new ServerAccess("")
            {
                Store = parsed.GetValue(StoreOption.Store),
                Timeout = parsed.GetValue(timeout) is { } text
                    ? Query.Duration.Parse(text) ?? throw new CommandException($"--timeout: '{text}' is no duration: use one such as 500ms, 10s, 1m.")
                    : TimeSpan.FromSeconds(10),
            };
            var watch = TimeSpan.FromSeconds(Math.Clamp(parsed.GetValue(seconds), 0, 3_600));
            var checks = factory.Connections.Select((_, index) => new ConnectionCheck(factory, index, read.LineOf, TimeProvider.System)).ToList();
            var results = await Task.WhenAll(checks.Select((check, index) => check.RunAsync(ServerAccess.Of(factory.Connections[index], defaults), watch, cancellation)));
            var findings = checks.SelectMany(check => check.Findings).OrderBy(finding => finding.Line).ToList();
            Write(path, results, findings, json);
            return findings.Any(finding => finding.IsFault) ? 2 : 0;
        }));
        return command;
    }

    private static ConfigurationResult Read(string path)
    {
        try
        {
            var full = Path.GetFullPath(path);
            return FactoryFileReader.Read(File.ReadAllText(full), Path.GetDirectoryName(full) ?? full, bearsId: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path} cannot be read: {e.Message}");
        }
    }

    private static void Write(string path, IReadOnlyList<ConnectionCheckResult> results, IReadOnlyList<CheckFinding> findings, bool json)
    {
        if (json)
        {
            JsonLines.Write(new { file = path, ok = !findings.Any(finding => finding.IsFault), connections = results, findings });
            return;
        }

        if (results.Count > 0)
        {
            Terminal.WriteTable(
                ["connection", "endpoint", "items", "publishing", "values/s at most", "seen", "MB/day at most", "seen"],
                [.. results.Select(Row)],
                (row, column) => column != 2 ? null : results[row].Accepted == results[row].Signals ? "green" : "red");
            foreach (var result in results.Where(result => result.IsConnected))
            {
                Console.WriteLine($"{result.Id}: limits that the server declares: {string.Join(", ", result.Limits.Select(limit => $"{limit.Key} {(limit.Value == 0 ? "none" : limit.Value)}"))}");
                if (result.Events is { } events)
                    Console.WriteLine($"{result.Id}: events of {events.Accepted} of {events.Notifiers} notifiers, {events.Seen} seen");
            }
        }

        foreach (var fault in findings.Where(finding => finding.IsFault))
            Console.WriteLine($"{path}: {fault}");
        var notes = findings.Where(finding => !finding.IsFault).ToList();
        foreach (var note in notes.Take(NotesShown))
            Console.WriteLine($"note: {note}");
        if (notes.Count > NotesShown)
            Console.WriteLine($"note: {notes.Count - NotesShown} more like these; --json has all of them.");
        var faults = findings.Count(finding => finding.IsFault);
        Console.WriteLine(faults == 0 ? $"{path}: ready for the collector." : $"{path}: {faults} faults.");
    }

    private static IReadOnlyList<string> Row(ConnectionCheckResult result) =>
    [
        result.Id,
        result.Endpoint,
        $"{result.Accepted} of {result.Signals}",
        !result.IsConnected ? "-" : Text($"{result.PublishingMs} -> {result.RevisedPublishingMs} ms"),
        Text($"{result.MostValuesASecond:F1}"),
        Text($"{result.SeenValuesASecond:F1}"),
        Text($"{result.MostMegabytesADay:F1}"),
        Text($"{result.SeenMegabytesADay:F1}"),
    ];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
