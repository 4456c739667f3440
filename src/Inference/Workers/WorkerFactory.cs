using Jinan.IndustryBrain.Capsules.Package;
using Microsoft.Extensions.Options;

namespace Jinan.IndustryBrain.Inference.Workers;

/// <summary>Unpacks a capsule into a folder of its own and starts a process on it.</summary>
/// <param name="folder">Where capsules are unpacked; what an earlier run left there is removed.</param>
internal sealed class WorkerFactory(
    string folder, IOptions<WorkerOptions> options, TimeProvider time, ILoggerFactory loggers) : IWorkerFactory
{
    private readonly ILogger _logger = loggers.CreateLogger<WorkerProcess>();
    private int _started;

    public async Task<IModelWorker> StartAsync(VerifiedCapsule capsule, CancellationToken cancellation)
    {
        var number = Interlocked.Increment(ref _started);
        if (number == 1 && Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        var unpacked = Path.Combine(folder, $"{capsule.Declaration.Id}-{capsule.Digest[..12]}-{number}");
        foreach (var path in capsule.Files.Paths)
        {
            // Names were checked when the capsule was read: none leads out of the folder.
            var target = Path.Combine(unpacked, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await File.WriteAllBytesAsync(target, capsule.Files[path], cancellation);
        }

        var worker = new WorkerProcess(
            capsule.Declaration, unpacked, WorkerLocation.Find(options.Value.Path), options.Value, time, _logger);
        try
        {
            await worker.StartAsync(cancellation);
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }
}
