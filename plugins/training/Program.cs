using System.CommandLine;
using System.Diagnostics;
using Jinan.IndustryBrain.Plugins.Training;
using Jinan.IndustryBrain.Plugins.Training.Output;
using Jinan.IndustryBrain.Plugins.Training.Sectors;

var sector = new Argument<string>("sector") { Description = "all, or one of: " + string.Join(", ", SectorCatalog.All.Select(plan => plan.Sector)) };
sector.AcceptOnlyFromAmong(["all", .. SectorCatalog.All.Select(plan => plan.Sector)]);
var output = new Option<DirectoryInfo>("--output")
{
    Description = "Folder that the sectors' folders are written to; by default plugins/ of the repository above the current folder.",
};
var command = new RootCommand("Trains the sector models on simulated runs and writes the folders that capsules are packed from.") { sector, output };
command.SetAction(async (parsed, cancellationToken) =>
{
    var chosen = parsed.GetRequiredValue(sector);
    var folder = parsed.GetValue(output) ?? FindPlugins();
    if (folder is null)
    {
        await Console.Error.WriteLineAsync("There is no plugins folder here or above: run this in the repository, or give --output FOLDER.");
        return 2;
    }

    var started = Stopwatch.GetTimestamp();
    foreach (var plan in SectorCatalog.All.Where(plan => chosen == "all" || plan.Sector == chosen))
    {
        var capsule = new CapsuleTraining(plan, Console.WriteLine).Train(cancellationToken);
        await new CapsuleFolder(Path.Combine(folder.FullName, plan.Sector)).WriteAsync(capsule, cancellationToken);
    }

    Console.WriteLine($"done in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s; pack and sign with: brain capsule pack plugins/SECTOR");
    return 0;
});
return await command.Parse(args).InvokeAsync();

static DirectoryInfo? FindPlugins()
{
    for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        if (File.Exists(Path.Combine(folder.FullName, "Jinan.IndustryBrain.sln")))
            return new DirectoryInfo(Path.Combine(folder.FullName, "plugins"));
    return null;
}
