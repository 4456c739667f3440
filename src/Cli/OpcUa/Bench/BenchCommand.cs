using System.CommandLine;
using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.Cli.Output;
using Jinan.IndustryBrain.Cli.Query;

namespace Jinan.IndustryBrain.Cli.OpcUa.Bench;

/// <summary><c>brain opcua bench</c>: what values of a server cost this process. Exit code 2 when none came.</summary>
internal static class BenchCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static Command Create()
    {
        var url = ServerArguments.Url();
        var items = new Option<int>("--items") { Description = "Variables", HelpName = "number", DefaultValueFactory = _ => 10_000 };
        var publishing = Milliseconds("--publishing", "Publishing interval", 100);
        var sampling = Milliseconds("--sampling", "Sampling interval", 100);
        var queue = new Option<int>("--queue") { Description = "Changes that the server keeps an item", HelpName = "number", DefaultValueFactory = _ => 10 };
        var read = new Option<bool>("--read") { Description = "Read in a loop instead of subscribing" };
        var batch = new Option<int>("--batch") { Description = "Values of one read request", HelpName = "number", DefaultValueFactory = _ => 1_000 };
        var seconds = new Option<int>("--seconds") { Description = "How long it is measured", HelpName = "number", DefaultValueFactory = _ => 20 };
        var warmup = new Option<int>("--warmup") { Description = "How long it runs before", HelpName = "number", DefaultValueFactory = _ => 10 };
        var nodes = new Option<string?>("--nodes") { Description = "Ids with {0} for a number from 0, such as 'nsu=urn:plc;s=v{0:D4}' (default: numbers that browsing finds)", HelpName = "format" };
        var command = new Command("bench", "Measures what a server's values cost this process: CPU, memory, latency.")
        {
            url, items, publishing, sampling, queue, read, batch, seconds, warmup, nodes,
        };
        var access = ServerArguments.AddTo(command);
        command.SetAction((parsed, cancellation) => ServerFailures.ReportedAsync(async () =>
        {
            // What was received is handled by the thread that polls the sockets, as a C client's loop does it: one thread less is
            // woken for a message. The runtime looks at this when the first socket is made. Nothing here blocks.
            Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
            var options = new BenchOptions(access.Read(parsed, parsed.GetValue(url)!))
            {
                Items = Within("--items", parsed.GetValue(items), 1, 1_000_000),
                Publishing = Span(parsed, publishing),
                Sampling = Span(parsed, sampling),
                Queue = (uint)Within("--queue", parsed.GetValue(queue), 1, 100_000),
                Read = parsed.GetValue(read),
                Batch = Within("--batch", parsed.GetValue(batch), 1, 100_000),
                Warmup = TimeSpan.FromSeconds(Within("--warmup", parsed.GetValue(warmup), 0, 3_600)),
                Duration = TimeSpan.FromSeconds(Within("--seconds", parsed.GetValue(seconds), 1, 86_400)),
                Nodes = parsed.GetValue(nodes),
            };
            var report = await RunAsync(options, cancellation);
            if (parsed.GetValue(CommonOptions.Json))
                JsonLines.Write(report);
            else
                report.Write();
            return report.Values > 0 ? 0 : 2;
        }));
        return command;
    }

    private static async Task<BenchReport> RunAsync(BenchOptions options, CancellationToken cancellation)
    {
        // Ten thousand items take a slow server a while; a bench does not give up where a collector would not either.
        await using var server = await ServerConnection.OpenAsync(
            options.Access, cancellation, connection => connection with { RequestTimeout = Patience, MaxOperationsPerRequest = 1_000 });
        var nodes = await BenchNodes.FindAsync(server, options, cancellation);
        if (nodes.Count < options.Items)
            await Console.Error.WriteLineAsync($"The server has {nodes.Count:N0} variables with numbers; {options.Items:N0} were asked for.");
        return options.Read
            ? await new ReadBench(options, TimeProvider.System).RunAsync(server, nodes, cancellation)
            : await new SubscribeBench(options, TimeProvider.System).RunAsync(server, nodes, cancellation);
    }

    private static Option<string> Milliseconds(string name, string description, int otherwise) =>
        new(name) { Description = $"{description}, such as 100 (milliseconds), 500ms or 1s", HelpName = "duration", DefaultValueFactory = _ => $"{otherwise}ms" };

    private static TimeSpan Span(ParseResult parsed, Option<string> option)
    {
        var text = parsed.GetValue(option)!;
        return int.TryParse(text, out var milliseconds) && milliseconds >= 0
            ? TimeSpan.FromMilliseconds(milliseconds)
            : Duration.Parse(text) ?? throw new CommandException($"{option.Name}: '{text}' is no duration: use one such as 100, 500ms or 1s.");
    }

    private static int Within(string name, int value, int least, int most) => value >= least && value <= most
        ? value
        : throw new CommandException($"{name} is {value}: use {least} to {most}.");
}
