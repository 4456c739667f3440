using System.CommandLine;
using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.Cli.Output;
using Jinan.IndustryBrain.Cli.Query;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.Cli.OpcUa.Values;

/// <summary>
/// <c>brain opcua watch</c>: a live table on a terminal, a line a change elsewhere. It ends with Ctrl+C, after --count changes or
/// after --for.
/// </summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        var url = ServerArguments.Url();
        var nodes = new Argument<string[]>("node") { Description = "Ids of the variables", Arity = ArgumentArity.OneOrMore };
        var interval = new Option<string?>("--interval") { Description = "How often the server looks and sends (default 1s)", HelpName = "duration" };
        var count = new Option<int?>("--count") { Description = "End after so many changes", HelpName = "changes" };
        var length = new Option<string?>("--for") { Description = "End after this time", HelpName = "duration" };
        var command = new Command("watch", "Watches values as they change: quality, source time, age, changes a second.") { url, nodes, interval, count, length };
        var access = ServerArguments.AddTo(command);
        command.SetAction((parsed, cancellation) => ServerFailures.ReportedAsync(async () =>
        {
            var ids = NodeArgument.Parse(parsed.GetValue(nodes)!);
            var every = DurationOf(parsed.GetValue(interval), "--interval") ?? TimeSpan.FromSeconds(1);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            if (DurationOf(parsed.GetValue(length), "--for") is { } span)
                stop.CancelAfter(span);
            await using var server = await ServerConnection.OpenAsync(access.Read(parsed, parsed.GetValue(url)!), cancellation);
            server.Client.AddSubscription(new SubscriptionSettings
            {
                PublishingInterval = every,
                KeepAlive = TimeSpan.FromTicks(Math.Max(every.Ticks, TimeSpan.FromSeconds(5).Ticks)),
                Items = [.. ids.Select(id => new MonitoredItemSettings(id) { SamplingInterval = every, QueueSize = 10 })],
            });
            var table = new WatchTable(ids, TimeProvider.System, parsed.GetValue(CommonOptions.Json));
            try
            {
                await table.RunAsync(server.Client, parsed.GetValue(count) ?? long.MaxValue, stop.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // The time that was asked for is over.
            }

            return table.Refused == 0 ? 0 : 2;
        }));
        return command;
    }

    private static TimeSpan? DurationOf(string? text, string option) => text is null
        ? null
        : Duration.Parse(text) ?? throw new CommandException($"{option}: '{text}' is no duration: use one such as 500ms, 10s, 5m.");
}
