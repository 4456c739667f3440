using Jinan.IndustryBrain.Capsules.Package;

namespace Jinan.IndustryBrain.Inference;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{Models} models are in service from {Folder}")]
    public static partial void CapsulesReady(ILogger logger, int models, string folder);

    [LoggerMessage(2, LogLevel.Information, "Capsule {Capsule} {Version} by {Publisher} is in service (before: {Before})")]
    public static partial void CapsuleInService(ILogger logger, string capsule, string version, string publisher, string before);

    [LoggerMessage(3, LogLevel.Warning, "{File} is refused ({Reason}): {Message}")]
    public static partial void CapsuleRefused(ILogger logger, string file, RefusalReason reason, string message);

    [LoggerMessage(4, LogLevel.Information, "Capsule {Capsule} {Version} is taken out of service: its file is gone")]
    public static partial void CapsuleRemoved(ILogger logger, string capsule, string version);

    [LoggerMessage(5, LogLevel.Information, "Capsule {Capsule} {Version} had its last window; its worker has ended")]
    public static partial void CapsuleEnded(ILogger logger, string capsule, string version);

    [LoggerMessage(6, LogLevel.Warning, "The capsules folder {Folder} cannot be read ({Error}); what is in service stays")]
    public static partial void CapsulesFolderUnreadable(ILogger logger, string folder, string error);

    [LoggerMessage(7, LogLevel.Information, "Worker of {Capsule} runs as process {ProcessId} on {RunsOn}")]
    public static partial void WorkerStarted(ILogger logger, string capsule, int processId, string runsOn);

    [LoggerMessage(8, LogLevel.Warning, "Worker of {Capsule} is lost and will be started anew. {Why}")]
    public static partial void WorkerLost(ILogger logger, string capsule, string why);

    [LoggerMessage(9, LogLevel.Warning, "Worker of {Capsule}, process {ProcessId}, takes {Size} MiB of {Limit} MiB and is ended")]
    public static partial void WorkerTooLarge(ILogger logger, string capsule, int processId, long size, long limit);

    [LoggerMessage(10, LogLevel.Information, "Worker of {Capsule} says: {Line}")]
    public static partial void WorkerSaid(ILogger logger, string capsule, string line);

    [LoggerMessage(11, LogLevel.Information, "{Factory}: goes on after frame {Position}")]
    public static partial void FactoryStarted(ILogger logger, string factory, string position);

    [LoggerMessage(12, LogLevel.Warning, "{Factory}: starts again from its saved state in {Pause}. {Error}")]
    public static partial void FactoryRestarts(ILogger logger, string factory, TimeSpan pause, string error);

    [LoggerMessage(13, LogLevel.Warning, "{Factory}: frames after {Position} up to {Next} are lost; their time counts as not covered")]
    public static partial void FramesLost(ILogger logger, string factory, string position, string next);

    [LoggerMessage(14, LogLevel.Warning, "A frame that cannot be read goes to the dead letters: {Error}")]
    public static partial void FrameMalformed(ILogger logger, string error);

    [LoggerMessage(15, LogLevel.Warning, "The collector cannot be asked ({Error}); tried again in {Pause}")]
    public static partial void CollectorUnreachable(ILogger logger, string error, TimeSpan pause);

    [LoggerMessage(16, LogLevel.Warning, "{Factory}: an insight cannot be published ({Error}); tried again in {Pause}")]
    public static partial void PublishFailed(ILogger logger, string factory, string error, TimeSpan pause);

    [LoggerMessage(17, LogLevel.Debug, "{Factory}: the collector did not take position {Position} ({Error})")]
    public static partial void ConfirmFailed(ILogger logger, string factory, string position, string error);

    [LoggerMessage(18, LogLevel.Information, "'{By}' rolled capsule {Capsule} back: version {Version} is pinned")]
    public static partial void CapsulePinned(ILogger logger, string capsule, string version, string by);

    [LoggerMessage(19, LogLevel.Information, "'{By}' took the pin of capsule {Capsule} to version {Version} away")]
    public static partial void CapsuleUnpinned(ILogger logger, string capsule, string version, string by);

    [LoggerMessage(20, LogLevel.Warning, "Capsule {Capsule} is pinned to version {Version}, of which there is no file that can be used; the newest serves")]
    public static partial void PinNotThere(ILogger logger, string capsule, string version);

    [LoggerMessage(21, LogLevel.Warning, "Capsule {Capsule} {Version} is in service, but cannot be kept for a roll-back: {Error}")]
    public static partial void CapsuleNotKept(ILogger logger, string capsule, string version, string error);
}
