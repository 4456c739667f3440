using System.CommandLine;
using Jinan.IndustryBrain.AppHost.Commands;
using Jinan.IndustryBrain.AppHost.Installed;

// In a checkout the manifest is run from source; an installed bundle runs what it holds.
var bundle = Bundle.OfThisProgram();
var root = bundle is null ? RunCommand.CreateRoot() : InstalledCommands.CreateRoot(bundle);
if (bundle is null)
{
    root.Subcommands.Add(VerifyCommand.Create());
    root.Subcommands.Add(PackCommand.Create());
}

// Stopping a dozen services in good order takes longer than the two seconds that are given by default.
var configuration = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(45) };
return await root.Parse(args).InvokeAsync(configuration);
