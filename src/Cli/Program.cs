using System.CommandLine;
using Jinan.IndustryBrain.Cli;
using Jinan.IndustryBrain.Cli.Capsule;
using Jinan.IndustryBrain.Cli.Insights;
using Jinan.IndustryBrain.Cli.Query;
using Jinan.IndustryBrain.Cli.Status;

var root = new RootCommand("brain: looks at and works with a running Jinan Industry Brain, and with capsules.")
{
    CommonOptions.Data, CommonOptions.Json,
};
root.Subcommands.Add(StatusCommand.Create());
root.Subcommands.Add(QueryCommand.Create());
root.Subcommands.Add(InsightsCommand.Create());
root.Subcommands.Add(CapsuleCommand.Create());
return await root.Parse(args).InvokeAsync();
