using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Jinan.IndustryBrain.Cli.Output;
using Jinan.IndustryBrain.Cli.Run;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;

namespace Jinan.IndustryBrain.Cli.Insights;

/// <summary><c>brain insights</c>: what the models said of a factory's machines, newest first.</summary>
internal static class InsightsCommand
{
    private static readonly Option<string> Factory = new("--factory") { Description = "Id of the factory", HelpName = "id", Required = true };
    private static readonly Option<string?> Asset = new("--asset") { Description = "Only of this machine", HelpName = "id" };
    private static readonly Option<string?> Model = new("--model") { Description = "Only of this capsule or model", HelpName = "id" };
    private static readonly Option<string?> State = new("--state") { Description = "Only in this state, e.g. computed, coverage_too_low", HelpName = "state" };
    private static readonly Option<string?> From = new("--from") { Description = "Windows that end after this time", HelpName = "time" };
    private static readonly Option<string?> To = new("--to") { Description = "Windows that end before this time", HelpName = "time" };
    private static readonly Option<int> Limit = new("--limit") { Description = "At most so many", HelpName = "rows", DefaultValueFactory = _ => 20 };

    public static Command Create()
    {
        var command = new Command("insights", "Shows what the models said of a factory's machines, and why where they said nothing.")
        {
            Factory, Asset, Model, State, From, To, Limit,
        };
        command.SetAction((parsed, cancellation) => CommandFailures.ReportedAsync(() => RunAsync(parsed, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        using var client = new ServiceClient(RunState.Read(parsed.GetValue(CommonOptions.Data)));
        var path = $"insights?factory={Uri.EscapeDataString(parsed.GetValue(Factory)!)}&limit={parsed.GetValue(Limit)}";
        foreach (var option in new[] { Asset, Model, State, From, To })
            if (parsed.GetValue(option) is { } value)
                path += $"&{option.Name.TrimStart('-')}={Uri.EscapeDataString(value)}";
        using var answer = await client.GetJsonAsync(AppIds.Historian, path, cancellation);
        var insights = answer.RootElement.GetProperty("insights");
        if (parsed.GetValue(CommonOptions.Json))
        {
            Console.WriteLine(insights.GetRawText());
            return 0;
        }

        var rows = insights.EnumerateArray().Select(i => i.Deserialize(ContractsJson.Default.Insight)!).ToList();
        Terminal.WriteTable(
            ["window ends", "asset", "model", "answer", "level", "most by", "why not"],
            [.. rows.Select(Row)],
            (row, column) => column != 4 ? null : Colour(rows[row].Level));
        return 0;
    }

    private static IReadOnlyList<string> Row(Insight i) =>
    [
        i.Window.To.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        i.Asset,
        $"{i.Model.Capsule}/{i.Model.Name} {i.Model.Version}",
        i.Value is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:G4} {i.Unit}{Interval(i.Interval)}") : "-",
        i.Level.ToString().ToLowerInvariant(),
        i.Contributions.Count > 0 ? i.Contributions[0].Signal : "",
        i.Reason ?? "",
    ];

    private static string Interval(PredictionInterval? interval) => interval is null
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $" ({interval.Low:G3} to {interval.High:G3}{(interval.IsOpen ? "+" : "")}, {interval.Coverage:P0})");

    private static string? Colour(InsightLevel level) => level switch
    {
        InsightLevel.Ok => "green",
        InsightLevel.Warning => "yellow",
        InsightLevel.Alarm => "red",
        _ => null,
    };
}
