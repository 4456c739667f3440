namespace Jinan.IndustryBrain.Historian.Segments;

/// <summary>Names and paths in SQL; values of requests are parameters, never text.</summary>
internal static class Sql
{
    public static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    public static string Name(string value) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
