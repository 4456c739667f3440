using System.CommandLine;
using Jinan.IndustryBrain.Cli.Run;
using Jinan.IndustryBrain.Contracts;

namespace Jinan.IndustryBrain.Cli.Query;

/// <summary><c>brain query</c>: signals and values of the historian.</summary>
internal static class QueryCommand
{
    private static readonly Argument<string?> Signal = new("signal")
    {
        Description = "Full name, such as auto-01-m1/torque; without it the factory's signals are listed",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string> Factory = new("--factory")
    {
        Description = "Id of the factory",
        HelpName = "id",
        Required = true,
    };

    private static readonly Option<string?> Last = new("--last")
    {
        Description = "The last 500ms, 10s, 5m, 1h, 1d",
        HelpName = "duration",
    };

    private static readonly Option<string?> From = new("--from") { Description = "From this time on (ISO 8601 with a zone)", HelpName = "time" };
    private static readonly Option<string?> To = new("--to") { Description = "Before this time", HelpName = "time" };
    private static readonly Option<string?> AsOf = new("--as-of") { Description = "The value that held at this time", HelpName = "time" };

    private static readonly Option<string?> Every = new("--every")
    {
        Description = "Minimum, maximum, average and count for each 10s, 5m, 1h …",
        HelpName = "duration",
    };

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = "At most so many rows",
        HelpName = "rows",
        DefaultValueFactory = _ => 50,
    };

    public static Command Create()
    {
        var command = new Command("query", "Asks the historian for signals and values: the last one, a range, as of a time, or buckets.")
        {
            Signal, Factory, Last, From, To, AsOf, Every, Limit,
        };
        command.SetAction((parsed, cancellation) => CommandFailures.ReportedAsync(() => RunAsync(parsed, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        using var client = new ServiceClient(RunState.Read(parsed.GetValue(CommonOptions.Data)));
        var view = new QueryView(client, parsed.GetValue(CommonOptions.Json));
        var query = $"factory={Uri.EscapeDataString(parsed.GetValue(Factory)!)}";
        if (parsed.GetValue(Signal) is not { } signal)
            return await view.ShowSignalsAsync($"signals?{query}", cancellation);
        query += $"&signal={Uri.EscapeDataString(signal)}";

        var range = Range(parsed, TimeProvider.System);
        if (parsed.GetValue(AsOf) is { } at)
            return await view.ShowValuesAsync($"values/as-of?{query}&at={Uri.EscapeDataString(at)}", cancellation);
        if (parsed.GetValue(Every) is { } width)
            return await view.ShowBucketsAsync(
                $"values/buckets?{query}&width={Uri.EscapeDataString(width)}{range ?? throw new CommandException("--every needs a range: add --last, or --from and --to.")}",
                cancellation);
        return range is null
            ? await view.ShowValuesAsync($"values/last?{query}", cancellation)
            : await view.ShowValuesAsync($"values?{query}{range}&limit={parsed.GetValue(Limit)}", cancellation);
    }

    // The query of a range of time, or null when none was asked for.
    private static string? Range(ParseResult parsed, TimeProvider time)
    {
        string? from = parsed.GetValue(From), to = parsed.GetValue(To);
        if (parsed.GetValue(Last) is { } last)
        {
            if (from is not null || to is not null)
                throw new CommandException("--last stands alone: leave out --from and --to.");
            if (Duration.Parse(last) is not { } span)
                throw new CommandException($"'{last}' is no duration: use one such as 500ms, 10s, 5m, 1h, 1d.");
            var now = time.GetUtcNow();
            return $"&from={now - span:yyyy-MM-ddTHH:mm:ss.fffffffZ}&to={now:yyyy-MM-ddTHH:mm:ss.fffffffZ}";
        }

        if (from is null && to is null)
            return null;
        return (from is null ? "" : $"&from={Uri.EscapeDataString(from)}") + (to is null ? "" : $"&to={Uri.EscapeDataString(to)}");
    }
}
