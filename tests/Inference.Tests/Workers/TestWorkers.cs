using System.Diagnostics.Metrics;
using Jinan.IndustryBrain.Inference.Protocol;
using Jinan.IndustryBrain.Inference.Workers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jinan.IndustryBrain.Inference.Tests.Workers;

/// <summary>Worker hosts with the real executable, or with one that misbehaves.</summary>
internal static class TestWorkers
{
    public static Metrics Metrics { get; } = new(new Meters());

    public static WorkerOptions Options(int answerSeconds = 60, WorkerLaunch? launch = null) => new(
        launch ?? WorkerLocation.Find(null, 512L << 20),
        TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(answerSeconds), TimeSpan.FromMilliseconds(5), 512, TimeSpan.FromSeconds(1));

    public static WorkerHost Host(string name, LoadRequest models, WorkerOptions? options = null) =>
        new(name, models, options ?? Options(), TimeProvider.System, NullLogger.Instance, Metrics);

    /// <summary>A program in a worker's place.</summary>
    public static WorkerLaunch Script(string shell) => new("/bin/sh", ["-c", shell], 64L << 20);

    private sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
