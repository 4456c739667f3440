namespace Jinan.IndustryBrain.Inference.Workers;

internal static partial class WorkerLog
{
    [LoggerMessage(200, LogLevel.Information, "Worker of {Capsule} {Version} is ready (pid {Pid})")]
    public static partial void WorkerReady(ILogger logger, string capsule, string version, int pid);

    [LoggerMessage(201, LogLevel.Warning, "Worker of {Capsule} {Version} failed: {Reason} It is started again in {Seconds} s")]
    public static partial void WorkerFailed(ILogger logger, string capsule, string version, string reason, double seconds);

    [LoggerMessage(202, LogLevel.Warning, "Worker of {Capsule} {Version} says: {Line}")]
    public static partial void WorkerSays(ILogger logger, string capsule, string version, string line);

    [LoggerMessage(203, LogLevel.Warning, "Worker of {Capsule} {Version} holds {Megabytes} MB, more than the {Limit} MB it may; it is ended and started again")]
    public static partial void WorkerTooLarge(ILogger logger, string capsule, string version, long megabytes, int limit);
}
