using System.Collections;
using Jinan.IndustryBrain.ServiceDefaults;
using Jinan.IndustryBrain.Sidecar.Configuration;
using Jinan.IndustryBrain.Sidecar.Hosting;

try
{
    if (CommandLine.ReadConfigPath(args) is not { } path)
    {
        Console.WriteLine(CommandLine.Help);
        return 0;
    }
    var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "", StringComparer.OrdinalIgnoreCase);
    await using var sidecar = await SidecarHost.StartAsync(ConfigurationFile.Read(path, environment));
    ExitWithParent.Watch(sidecar.Stop);
    await sidecar.WaitForShutdownAsync();
    return 0;
}
catch (ConfigurationFaultException e)
{
    await Console.Error.WriteLineAsync($"sidecar: {e.Message}");
    return 2;
}
