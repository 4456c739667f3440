using BenchmarkDotNet.Running;
using Jinan.IndustryBrain.Benchmarks.Collector;
using Jinan.IndustryBrain.Benchmarks.Consoles;
using Jinan.IndustryBrain.Benchmarks.Footprint;
using Jinan.IndustryBrain.Benchmarks.Historian;
using Jinan.IndustryBrain.Benchmarks.OpcUa.Server;

// footprint <data folder> [seconds]: what the processes of a run cost; anything else goes to BenchmarkDotNet.
if (args is ["footprint", var data, .. var rest])
    return await FootprintReport.RunAsync(data, rest is [var seconds] ? int.Parse(seconds) : 60);

// consoles <data folder> [consoles] [seconds] [factories] [rounds]: what open consoles cost the console's process of a run, whether they move,
// and what is left of them when they are closed.
if (args is ["consoles", var edge, .. var open])
    return await ConsolesReport.RunAsync(edge, Number(open, 0, 200), Number(open, 1, 20), Number(open, 2, int.MaxValue), Number(open, 3, 1));

// collector-path|collector-whole [variables] [interval ms] [seconds]: what a value costs from the socket to a durable frame;
// whole: with publisher and snapshots.
if (args is ["collector-path" or "collector-whole", .. var path])
    return await PathReport.RunAsync(Number(path, 0, 10_000), Number(path, 1, 100), Number(path, 2, 30), args[0] == "collector-whole");

// load-server [variables] [interval ms] [secured]: a server that changes all its variables at each interval; prints its port.
if (args is ["load-server", .. var load])
    return await LoadServer.RunAsync(Number(load, 0, 10_000), Number(load, 1, 100), load is [_, _, "secured"]);

// server-cost <url> <process> <node pattern> [items] [interval ms] [seconds]: what a published value costs the server's process.
if (args is ["server-cost", var url, var process, var nodes, .. var cost])
    return await ServerCost.RunAsync(url, int.Parse(process), nodes, Number(cost, 0, 10_000), Number(cost, 1, 100), Number(cost, 2, 20));

// year-trend [days]: the trend of one signal with a value each second over a year, out of its values and out of spans.
if (args is ["year-trend", .. var year])
    return await YearTrend.RunAsync(Number(year, 0, 365));

// year-history <data folder> [days]: leaves such a history in the data folder of an edge, for a historian that is started on it.
if (args is ["year-history", var history, .. var length])
    return await MadeHistory.RunAsync(history, Number(length, 0, 365));

BenchmarkSwitcher.FromAssembly(typeof(FootprintReport).Assembly).Run(args);
return 0;

static int Number(string[] arguments, int index, int otherwise) => index < arguments.Length ? int.Parse(arguments[index]) : otherwise;
