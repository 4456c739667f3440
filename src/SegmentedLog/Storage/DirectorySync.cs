using System.Runtime.InteropServices;

namespace Jinan.IndustryBrain.DurableLog;

/// <summary>
/// fsync of a directory. A file's own fsync does not promise that its name survives a power cut, and .NET
/// refuses to open directories, hence the three calls into libc. Windows needs nothing: NTFS journals names,
/// and has no call for it.
/// </summary>
internal static class DirectorySync
{
    // O_RDONLY; O_CLOEXEC so that a child process started meanwhile does not inherit the descriptor.
    private static readonly int ReadOnlyCloseOnExec = OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;

    public static void Sync(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = open(path, ReadOnlyCloseOnExec);
        if (descriptor < 0)
            throw Failure("open", path);
        try
        {
            if (fsync(descriptor) != 0)
                throw Failure("fsync", path);
        }
        finally
        {
            _ = close(descriptor);
        }
    }

    private static IOException Failure(string call, string path) =>
        new($"{call} of directory '{path}' failed: {Marshal.GetLastPInvokeErrorMessage()}");

#pragma warning disable IDE1006, SYSLIB1054 // libc's own names; generated stubs would need unsafe code in this project
    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int descriptor);

    [DllImport("libc")]
    private static extern int close(int descriptor);
#pragma warning restore IDE1006, SYSLIB1054
}
