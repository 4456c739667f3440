using BenchmarkDotNet.Running;
using Jinan.IndustryBrain.Benchmarks.Footprint;

// footprint <data folder> [seconds]: what the processes of a run cost; anything else goes to BenchmarkDotNet.
if (args is ["footprint", var data, .. var rest])
    return await FootprintReport.RunAsync(data, rest is [var seconds] ? int.Parse(seconds) : 60);

BenchmarkSwitcher.FromAssembly(typeof(FootprintReport).Assembly).Run(args);
return 0;
