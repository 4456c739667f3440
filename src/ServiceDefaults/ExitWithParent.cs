namespace Jinan.IndustryBrain.ServiceDefaults;

/// <summary>
/// Ends this process when the one that started it is gone. The parent keeps our standard input open; when it dies, however
/// it dies, the kernel closes the pipe and we read end-of-file. That works after SIGKILL and on every platform, where a
/// process group or PR_SET_PDEATHSIG does not.
/// </summary>
internal static class ExitWithParent
{
    /// <summary>Set to 1 by a parent that holds our standard input open for as long as it lives.</summary>
    public const string Variable = "INDUSTRYBRAIN_EXIT_WITH_PARENT";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Starts watching if the parent asked for it.</summary>
    /// <param name="stop">Asks the program to stop in good order. It has five seconds, then the process is ended.</param>
    public static void Watch(Action stop)
    {
        if (Environment.GetEnvironmentVariable(Variable) != "1")
            return;

        // A thread of its own: a starved thread pool must not keep an orphan alive.
        new Thread(() => WaitForEndOfInput(stop)) { IsBackground = true, Name = "exit-with-parent" }.Start();
    }

    private static void WaitForEndOfInput(Action stop)
    {
        try
        {
            using var input = Console.OpenStandardInput();
            Span<byte> discarded = stackalloc byte[64];
            while (input.Read(discarded) > 0)
            {
                // Nothing is said on this pipe; whatever arrives is not for us.
            }
        }
        catch (IOException)
        {
            // A broken pipe means the same as its end.
        }

        using var hardStop = new Timer(_ => Environment.Exit(1), null, Grace, Timeout.InfiniteTimeSpan);
        stop();
        new ManualResetEventSlim().Wait(Grace + Grace);
    }
}
