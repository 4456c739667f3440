using Jinan.IndustryBrain.Inference.Worker;

// Inference holds our standard input; when it dies, however it dies, the input ends and so do we.
var grace = TimeSpan.FromSeconds(5);
using var input = Console.OpenStandardInput();
using var output = Console.OpenStandardOutput();

// Standard output is for messages alone: whatever a library prints goes to the error output.
Console.SetOut(Console.Error);
Timer? hardStop = null;
try
{
    // A model that computes for ever must not outlive Inference.
    await new WorkerLoop(input, output).RunAsync(() => hardStop = new Timer(_ => Environment.Exit(1), null, grace, Timeout.InfiniteTimeSpan));
    return 0;
}
catch (IOException e)
{
    await Console.Error.WriteLineAsync($"Inference does not listen any more: {e.Message}");
    return 1;
}
catch (InvalidDataException e)
{
    await Console.Error.WriteLineAsync($"This program is started by Inference and speaks its protocol on standard input. {e.Message}");
    return 2;
}
finally
{
    hardStop?.Dispose();
}
