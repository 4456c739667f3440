using System.CommandLine;
using System.Globalization;
using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.Cli.Output;
using Jinan.IndustryBrain.Cli.Query;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.Cli.OpcUa.Values;

/// <summary><c>brain opcua history</c>: stored values of a variable, as they come. Exit code 2 when the server has none to give.</summary>
internal static class HistoryCommand
{
    private const uint PageSize = 1_000;

    public static Command Create()
    {
        var url = ServerArguments.Url();
        var node = new Argument<string>("node") { Description = "Id of the variable" };
        var last = new Option<string?>("--last") { Description = "The last 500ms, 10s, 5m, 1h, 1d (default 1h)", HelpName = "duration" };
        var from = new Option<string?>("--from") { Description = "From this time on (ISO 8601 with a zone)", HelpName = "time" };
        var to = new Option<string?>("--to") { Description = "Before this time (default: now)", HelpName = "time" };
        var limit = new Option<int>("--limit") { Description = "At most so many values", HelpName = "values", DefaultValueFactory = _ => 1_000 };
        var command = new Command("history", "Reads the values that a server has stored of a variable.") { url, node, last, from, to, limit };
        var access = ServerArguments.AddTo(command);
        command.SetAction((parsed, cancellation) => ServerFailures.ReportedAsync(async () =>
        {
            var (start, end) = Range(parsed.GetValue(last), parsed.GetValue(from), parsed.GetValue(to), TimeProvider.System);
            var expanded = NodeArgument.Parse(parsed.GetValue(node)!);
            var most = Math.Max(1, parsed.GetValue(limit));
            await using var server = await ServerConnection.OpenAsync(access.Read(parsed, parsed.GetValue(url)!), cancellation);
            var isJson = parsed.GetValue(CommonOptions.Json);
            var shown = 0;
            var isCut = false;
            await foreach (var page in server.Client.HistoryReadRawAsync(
                [server.Resolve(expanded)], start, end, PageSize, cancellationToken: cancellation))
            {
                if (page.Status.IsBad)
                    throw new OpcUaException(page.Status, $"{expanded}: {page.Status}");
                var taken = Math.Min(page.Values.Count, most - shown);
                foreach (var value in page.Values.Take(taken))
                    Write(value, isJson);
                shown += taken;
                isCut = taken < page.Values.Count || (shown == most && !page.IsLast);
                if (shown == most)
                    break;
            }

            if (isCut)
                await Console.Error.WriteLineAsync($"There are more: this stopped at {most:N0} values. Raise --limit, or ask for less time.");
            if (shown == 0)
                await Console.Error.WriteLineAsync($"The server has no values of {expanded} from {ValueText.Time(start)} to {ValueText.Time(end)}.");
            return shown == 0 ? 2 : 0;
        }));
        return command;
    }

    private static void Write(DataValue value, bool json)
    {
        if (json)
            JsonLines.Write(new { sourceTime = ValueText.JsonTime(value.SourceTimestamp), value = ValueText.Json(value.Value), status = value.StatusCode.ToString() });
        else
            Console.WriteLine($"{ValueText.Time(value.SourceTimestamp)}  {ValueText.Show(value.Value)}  {ValueText.Quality(value.StatusCode)}");
    }

    private static (DateTime Start, DateTime End) Range(string? last, string? from, string? to, TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (last is not null && (from is not null || to is not null))
            throw new CommandException("--last stands alone: leave out --from and --to.");
        if (from is null)
        {
            var span = Duration.Parse(last ?? "1h") ?? throw new CommandException($"'{last}' is no duration: use one such as 500ms, 10s, 5m, 1h, 1d.");
            return to is null ? (now - span, now) : throw new CommandException("--to needs --from.");
        }

        var range = (Start: Time("--from", from), End: to is null ? now : Time("--to", to));
        return range.Start < range.End ? range : throw new CommandException("--from has to be before --to.");
    }

    private static DateTime Time(string option, string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.UtcDateTime
            : throw new CommandException($"{option}: '{text}' is no time: write one such as 2026-01-31T08:00:00Z.");
}
