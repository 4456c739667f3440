using System.CommandLine;
using Jinan.IndustryBrain.AppHost.Commands;

var root = RunCommand.CreateRoot();
root.Subcommands.Add(VerifyCommand.Create());

// Stopping a dozen services in good order takes longer than the two seconds that are given by default.
var configuration = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(45) };
return await root.Parse(args).InvokeAsync(configuration);
