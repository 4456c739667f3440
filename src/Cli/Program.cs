using System.CommandLine;
using Jinan.IndustryBrain.Cli;
using Jinan.IndustryBrain.Cli.Backup;
using Jinan.IndustryBrain.Cli.Capsule;
using Jinan.IndustryBrain.Cli.Insights;
using Jinan.IndustryBrain.Cli.OpcUa;
using Jinan.IndustryBrain.Cli.Query;
using Jinan.IndustryBrain.Cli.Status;

var root = new RootCommand("brain: looks at and works with a running Jinan Industry Brain, with capsules, and with OPC UA servers.")
{
    CommonOptions.Data, CommonOptions.Json,
};
root.Subcommands.Add(StatusCommand.Create());
root.Subcommands.Add(QueryCommand.Create());
root.Subcommands.Add(InsightsCommand.Create());
root.Subcommands.Add(CapsuleCommand.Create());
root.Subcommands.Add(OpcUaCommand.Create());
root.Subcommands.Add(BackupCommand.Create());
root.Subcommands.Add(RestoreCommand.Create());
return await root.Parse(args).InvokeAsync();
