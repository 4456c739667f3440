using System.Globalization;

namespace Jinan.IndustryBrain.AppHost.Display;

/// <summary>Writes what is said, which may be several lines.</summary>
internal delegate void LineWriter(NoteLevel level, string text);

internal static class LineWriters
{
    public static LineWriter Bare(TextWriter output) => (_, text) => output.WriteLine(text);

    /// <summary>With the time of day before it.</summary>
    public static LineWriter Timed(Action<string> write, TimeProvider time) =>
        (_, text) => write(string.Create(CultureInfo.InvariantCulture, $"{time.GetLocalNow():HH:mm:ss} {text}"));

    /// <summary>For systemd's journal, which has the time itself, and takes the level from the beginning of each line (sd-daemon(3)).</summary>
    public static LineWriter Journal(TextWriter output) => (level, text) =>
    {
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"<{(int)level}>{line}"));
    };
}
