namespace Jinan.IndustryBrain.Historian;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Factory {Factory}: {Values} values in {Segments} segments and the log, frames up to {Position}")]
    public static partial void FactoryOpened(ILogger logger, string factory, long values, int segments, string position);

    [LoggerMessage(2, LogLevel.Error, "Factory {Factory} is not served until this is mended and the historian started again: {Reason}")]
    public static partial void FactoryDamaged(ILogger logger, string factory, string reason);

    [LoggerMessage(3, LogLevel.Warning, "A message of {Bytes} bytes on the topic of frames is none, and goes to the dead letters: {Reason}")]
    public static partial void FrameMalformed(ILogger logger, int bytes, string reason);

    [LoggerMessage(4, LogLevel.Warning, "A message of {Bytes} bytes on the topic of insights is none, and goes to the dead letters: {Reason}")]
    public static partial void InsightMalformed(ILogger logger, int bytes, string reason);

    [LoggerMessage(5, LogLevel.Warning, "An insight of {Factory} waits for the disk: {Reason}")]
    public static partial void InsightWaits(ILogger logger, string factory, string reason);

    [LoggerMessage(6, LogLevel.Warning, "Frames of {Factory} wait in the collector's log: {Reason}")]
    public static partial void IngestBusy(ILogger logger, string factory, string reason);

    [LoggerMessage(16, LogLevel.Information, "Frames of {Factory} are taken again")]
    public static partial void IngestGoesOn(ILogger logger, string factory);

    [LoggerMessage(7, LogLevel.Error, "Frames of {Factory} between {Position} and {Oldest} are lost: the collector does not have them any more")]
    public static partial void FramesLost(ILogger logger, string factory, string position, string oldest);

    [LoggerMessage(8, LogLevel.Warning, "The collector does not answer, and is asked again: {Reason}")]
    public static partial void CollectorSilent(ILogger logger, string reason);

    [LoggerMessage(9, LogLevel.Information, "The collector answers again")]
    public static partial void CollectorAnswers(ILogger logger);

    [LoggerMessage(10, LogLevel.Error, "The collector sent frames that cannot be read: {Reason}")]
    public static partial void CollectorSentNonsense(ILogger logger, string reason);

    [LoggerMessage(11, LogLevel.Warning, "The position of {Factory} is not confirmed, the collector keeps its frames: {Reason}")]
    public static partial void ConfirmFailed(ILogger logger, string factory, string reason);

    [LoggerMessage(12, LogLevel.Information, "The position of {Factory} is confirmed again")]
    public static partial void ConfirmWorks(ILogger logger, string factory);

    [LoggerMessage(13, LogLevel.Information, "Factory {Factory}: segment {Segment} with {Rows} values in {Bytes} bytes")]
    public static partial void SegmentSealed(ILogger logger, string factory, string segment, long rows, long bytes);

    [LoggerMessage(14, LogLevel.Error, "Factory {Factory}: recent values stay in the log, they cannot be moved into a segment: {Reason}")]
    public static partial void SealFailed(ILogger logger, string factory, string reason);

    [LoggerMessage(17, LogLevel.Warning, "Factory {Factory}: trends over long times stay slow, their spans cannot be made: {Reason}")]
    public static partial void TrendsFailed(ILogger logger, string factory, string reason);

    [LoggerMessage(15, LogLevel.Information, "Factory {Factory}: retention removed {Segments} segments and {Insights} insights")]
    public static partial void RetentionApplied(ILogger logger, string factory, int segments, int insights);
}
