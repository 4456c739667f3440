using Jinan.IndustryBrain.AppHost.Display;
using Jinan.IndustryBrain.AppHost.Manifest;
using Jinan.IndustryBrain.AppHost.Setup;

namespace Jinan.IndustryBrain.AppHost.Commands;

/// <summary>Expected failures end a command with one clear message; anything else is a defect and shows its stack.</summary>
internal static class Failures
{
    public static async Task<int> ReportedAsync(IRunDisplay display, Func<Task<int>> command)
    {
        string? failure = null;
        var code = 1;
        try
        {
            code = await command();
        }
        catch (Exception e) when (e is ManifestException or SetupException)
        {
            failure = e.Message;
        }
        catch (UnauthorizedAccessException e)
        {
            failure = $"{e.Message} Run this as the user whom that belongs to, or choose another folder: --data in a checkout, data in {Installed.ConfigurationFile.Name} of an installation.";
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C and SIGTERM are how a run is meant to end.
            code = 0;
        }

        await display.DisposeAsync();
        if (failure is not null)
            display.Error(failure);
        return code;
    }
}
