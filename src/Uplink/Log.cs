namespace Jinan.IndustryBrain.Uplink;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Uplink of {Factory}: {Pending} insights wait from before")]
    public static partial void Opened(ILogger logger, string factory, long pending);

    [LoggerMessage(2, LogLevel.Warning, "A message on the topic is no insight to send: {Reason}. It is with the dead letters")]
    public static partial void Malformed(ILogger logger, string reason);

    [LoggerMessage(3, LogLevel.Warning, "Insights of {Factory} cannot be stored now and are asked for again later: {Reason}")]
    public static partial void Postponed(ILogger logger, string factory, string reason);

    [LoggerMessage(4, LogLevel.Warning, "The city does not take the insights of {Factory}: {Reason}. Next try in {Wait}; nothing is lost meanwhile")]
    public static partial void TryLater(ILogger logger, string factory, string reason, TimeSpan wait);

    [LoggerMessage(5, LogLevel.Information, "The city takes the insights of {Factory} again")]
    public static partial void Recovered(ILogger logger, string factory);

    [LoggerMessage(6, LogLevel.Warning, "The city refused insight {Id} of {Factory} for good: {Reason}. It is with the dead letters")]
    public static partial void Refused(ILogger logger, string id, string factory, string reason);

    [LoggerMessage(7, LogLevel.Error, "The uplink of {Factory} met a fault of its own and starts over")]
    public static partial void SenderFailed(ILogger logger, Exception exception, string factory);

    [LoggerMessage(8, LogLevel.Error, "The outbox of {Factory} cannot be opened; its insights stay with the broker until it can")]
    public static partial void OpenFailed(ILogger logger, Exception exception, string factory);
}
