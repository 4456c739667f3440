namespace Jinan.IndustryBrain.AppHost.Processes;

/// <summary>
/// <c>dotnet run</c> starts us as its child and is what a person's shell knows. When it is killed outright it cannot pass
/// anything on, so we notice that our parent changed, and stop. Only <c>dotnet</c> is watched: a shell that starts us in the
/// background may well end before us.
/// </summary>
internal static class ParentWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static async Task WhenOrphanedAsync(TimeProvider time, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux() || ParentId() is not { } parent || CommandOf(parent) != "dotnet")
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return;
        }

        while (ParentId() == parent)
            await Task.Delay(Interval, time, cancellation);
    }

    private static int? ParentId()
    {
        try
        {
            // pid (command) state ppid …: the command may hold blanks and brackets, so count from its end.
            var stat = File.ReadAllText("/proc/self/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1]);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string? CommandOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm").Trim();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
