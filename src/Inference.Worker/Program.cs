using Jinan.IndustryBrain.Inference.Worker;

if (args is not [var folder])
{
    await Console.Error.WriteLineAsync("Usage: worker <folder of an unpacked capsule>. It is started by the inference service, which talks to it over standard input and output.");
    return 2;
}

// Standard output carries the protocol; whatever a library prints goes elsewhere.
await using var output = Console.OpenStandardOutput();
await using var input = Console.OpenStandardInput();
Console.SetOut(Console.Error);
return await WorkerLoop.RunAsync(folder, input, output);
