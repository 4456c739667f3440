using Jinan.IndustryBrain.Cli.Output;

namespace Jinan.IndustryBrain.Cli.Backup;

/// <summary>Progress of a backup or a restore: lines on the error output for people, documents for machines.</summary>
internal sealed class BackupOutput(bool json, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private long _said;

    public void Step(string text)
    {
        if (json)
            JsonLines.Write(new { @event = "step", text });
        else
            Console.Error.WriteLine(text);
    }

    /// <summary>Says a changing number, once a second at most.</summary>
    public void Progress(string text)
    {
        if (_said != 0 && time.GetElapsedTime(_said) < Interval)
            return;
        _said = time.GetTimestamp();
        if (json)
            JsonLines.Write(new { @event = "progress", text });
        else
            Console.Error.WriteLine("  " + text);
    }

    public void Done(object result, string text)
    {
        if (json)
            JsonLines.Write(new { @event = "done", data = result });
        else
            Console.WriteLine(text);
    }

    public static string Size(long bytes) => bytes < 10_000_000 ? $"{bytes / 1e3:N0} kB" : $"{bytes / 1e6:N1} MB";
}
