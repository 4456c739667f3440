namespace Jinan.IndustryBrain.EdgeConsole.Warnings;

/// <summary>What people write with what they do.</summary>
internal static class NoteText
{
    /// <summary>Most characters.</summary>
    public const int Most = 2000;

    /// <returns>Without what no page can show; null where nothing is left.</returns>
    public static string? Of(string? written) => string.IsNullOrWhiteSpace(written)
        ? null
        : string.Concat(written.Trim().Where(c => !char.IsControl(c) || c is '\n' or '\r' or '\t'));
}
