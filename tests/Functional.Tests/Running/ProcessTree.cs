namespace Jinan.IndustryBrain.Functional.Tests.Running;

/// <summary>Processes and what they started, from /proc.</summary>
internal static class ProcessTree
{
    /// <returns><paramref name="pid"/> and all below it.</returns>
    public static IEnumerable<int> Of(int pid)
    {
        var children = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
            .Where(id => id > 0 && ParentOf(id) == pid)
            .ToList();
        return children.SelectMany(Of).Prepend(pid);
    }

    public static string CommandLine(int pid)
    {
        try
        {
            return $"{pid} {File.ReadAllText($"/proc/{pid}/cmdline").Replace('\0', ' ')}";
        }
        catch (IOException)
        {
            return $"{pid} (gone)";
        }
    }

    private static int? ParentOf(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1]);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
