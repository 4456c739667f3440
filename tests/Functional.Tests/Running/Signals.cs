using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Jinan.IndustryBrain.Functional.Tests.Running;

/// <summary>Signals to processes; .NET itself can only kill.</summary>
internal static partial class Signals
{
    private const int Sigint = 2;
    private const int Sigkill = 9;
    private const int Sigterm = 15;

    public static void Interrupt(int pid) => Send(pid, Sigint);

    public static void Terminate(int pid) => Send(pid, Sigterm);

    public static void Kill(int pid) => Send(pid, Sigkill);

    public static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Send(int pid, int signal)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("These tests send POSIX signals.");
        _ = SendSignal(pid, signal);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int pid, int signal);
}
