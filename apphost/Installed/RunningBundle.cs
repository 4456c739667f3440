using System.Diagnostics;
using System.Text.Json;
using Jinan.IndustryBrain.AppHost.Plan;

namespace Jinan.IndustryBrain.AppHost.Installed;

/// <summary>What runs with a data folder.</summary>
internal static class RunningBundle
{
    /// <summary>The runner's process; null when none has the data folder.</summary>
    public static Process? Find(DataLayout data)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(data.RunState));
            // A state that was left behind names a process that is gone, or is another program by now: only who holds the lock runs.
            return IsLocked(data) ? Process.GetProcessById(json.RootElement.GetProperty("pid").GetInt32()) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static bool IsLocked(DataLayout data)
    {
        try
        {
            using var free = new FileStream(Path.Combine(data.Run, "apphost.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
