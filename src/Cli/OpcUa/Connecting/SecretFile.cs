namespace Jinan.IndustryBrain.Cli.OpcUa.Connecting;

/// <summary>Reads secrets from files and from people.</summary>
internal static class SecretFile
{
    public static string FirstLine(string path)
    {
        try
        {
            return File.ReadLines(path).FirstOrDefault()?.Trim() is { Length: > 0 } line
                ? line
                : throw new CommandException($"{path} is empty: put the secret on its first line.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path} cannot be read: {e.Message}");
        }
    }

    /// <summary>Asks on the error output, so that what is piped on stays clean; nothing of the answer is shown on a terminal.</summary>
    public static string Ask(string question)
    {
        Console.Error.Write(question);
        if (Console.IsInputRedirected)
            return Console.In.ReadLine() ?? throw new CommandException("No password came: give --password-file.");
        var typed = new List<char>();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace)
                typed.RemoveRange(Math.Max(0, typed.Count - 1), Math.Min(1, typed.Count));
            else if (!char.IsControl(key.KeyChar))
                typed.Add(key.KeyChar);
        }

        Console.Error.WriteLine();
        return new string([.. typed]);
    }
}
