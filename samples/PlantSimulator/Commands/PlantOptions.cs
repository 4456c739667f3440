using System.CommandLine;
using System.CommandLine.Parsing;

namespace Jinan.IndustryBrain.PlantSimulator.Commands;

/// <summary>Options that several commands share.</summary>
internal static class PlantOptions
{
    public static Option<string> Plant() => new("--plant")
    {
        Description = "The plant's description.",
        DefaultValueFactory = _ => "apphost/demo/plant.json",
    };

    public static Option<int?> BasePort() => Checked(
        new Option<int?>("--base-port") { Description = "Factory n listens on this port plus n; 0 takes free ports. Default: the plant's own." },
        port => port is null or (>= 0 and <= 65_000),
        "--base-port must lie between 0 and 65000.");

    public static Option<double> Speed() => Checked(
        new Option<double>("--speed") { Description = "Simulated seconds a second.", DefaultValueFactory = _ => 1 },
        speed => speed is > 0 and <= 1_000,
        "--speed must be above 0 and at most 1000.");

    public static Option<string[]> Factories() => new("--factories")
    {
        Description = "Only these factories, separated by blanks or commas; they keep their ports.",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries))],
        DefaultValueFactory = _ => [],
    };

    public static Option<T> Checked<T>(Option<T> option, Func<T?, bool> isAllowed, string message)
    {
        option.Validators.Add(result =>
        {
            if (!result.Errors.Any() && !isAllowed(result.GetValueOrDefault<T>()))
                result.AddError(message);
        });
        return option;
    }
}
