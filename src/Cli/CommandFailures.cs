namespace Jinan.IndustryBrain.Cli;

/// <summary>Expected failures end a command with one clear message on the error output and exit code 1.</summary>
internal static class CommandFailures
{
    public static async Task<int> ReportedAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (CommandException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
    }
}
