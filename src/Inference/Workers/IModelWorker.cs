using Jinan.IndustryBrain.Capsules.Package;

namespace Jinan.IndustryBrain.Inference.Workers;

/// <summary>Runs the models of one capsule version in a process of its own. Thread-safe.</summary>
internal interface IModelWorker : IAsyncDisposable
{
    /// <summary>Null while the process is being started again.</summary>
    int? Pid { get; }

    /// <summary>How often the process had to be started again.</summary>
    int Restarts { get; }

    /// <param name="rows">Feature vectors; many assets' windows go in one call.</param>
    /// <returns>One output a row.</returns>
    /// <exception cref="WorkerFailedException">The model refused the rows, or the process failed again and again.</exception>
    Task<float[]> PredictAsync(string modelId, IReadOnlyList<float[]> rows, CancellationToken cancellation);
}

/// <summary>Starts workers.</summary>
internal interface IWorkerFactory
{
    /// <summary>Completes when the models are loaded and gave their golden outputs.</summary>
    /// <exception cref="WorkerFailedException">They did not; the message says why.</exception>
    Task<IModelWorker> StartAsync(VerifiedCapsule capsule, CancellationToken cancellation);
}

/// <summary>A worker could not do what it was asked; the message says why.</summary>
internal sealed class WorkerFailedException : Exception
{
    public WorkerFailedException(string message)
        : base(message)
    {
    }

    public WorkerFailedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
