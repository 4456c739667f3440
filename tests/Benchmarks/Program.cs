using BenchmarkDotNet.Running;
using Jinan.IndustryBrain.Benchmarks.Collector;
using Jinan.IndustryBrain.Benchmarks.Footprint;

// footprint <data folder> [seconds]: what the processes of a run cost; anything else goes to BenchmarkDotNet.
if (args is ["footprint", var data, .. var rest])
    return await FootprintReport.RunAsync(data, rest is [var seconds] ? int.Parse(seconds) : 60);

// collector-path|collector-whole [variables] [interval ms] [seconds]: what a value costs from the socket to a durable frame;
// whole: with publisher and snapshots.
if (args is ["collector-path" or "collector-whole", .. var path])
    return await PathReport.RunAsync(Number(path, 0, 10_000), Number(path, 1, 100), Number(path, 2, 30), args[0] == "collector-whole");
if (args is ["collector-path-server", var variables, var interval])
    return await PathReport.ServeAsync(int.Parse(variables), int.Parse(interval));

BenchmarkSwitcher.FromAssembly(typeof(FootprintReport).Assembly).Run(args);
return 0;

static int Number(string[] arguments, int index, int otherwise) => index < arguments.Length ? int.Parse(arguments[index]) : otherwise;
