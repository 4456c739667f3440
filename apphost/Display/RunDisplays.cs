using Spectre.Console;

namespace Jinan.IndustryBrain.AppHost.Display;

internal static class RunDisplays
{
    public static IRunDisplay For(bool json, bool plain, TimeProvider time)
    {
        if (json)
            return new JsonDisplay(Console.Out, time);
        return plain || Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive
            ? new PlainDisplay(Console.Out, time)
            : new LiveTableDisplay(AnsiConsole.Console, time);
    }
}
