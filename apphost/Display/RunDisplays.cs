using Spectre.Console;

namespace Jinan.IndustryBrain.AppHost.Display;

internal static class RunDisplays
{
    public static IRunDisplay For(bool json, bool plain, TimeProvider time)
    {
        if (json)
            return new JsonDisplay(Console.Out, time);
        if (IsForJournal(Environment.GetEnvironmentVariable))
            return new PlainDisplay(LineWriters.Journal(Console.Out), LineWriters.Journal(Console.Out), time);
        return plain || Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive
            ? new PlainDisplay(LineWriters.Timed(Console.Out.WriteLine, time), LineWriters.Bare(Console.Error), time)
            : new LiveTableDisplay(AnsiConsole.Console, time);
    }

    // systemd.exec(5). A program that a service runs inherits the first variable, and its output may go elsewhere; the second one
    // (since version 248) names who is meant. Who the parent is cannot be seen: the unit hides others' processes.
    internal static bool IsForJournal(Func<string, string?> variable) =>
        variable("JOURNAL_STREAM") is { Length: > 0 } && (variable("SYSTEMD_EXEC_PID") is not { Length: > 0 } pid || pid == Environment.ProcessId.ToString());
}
