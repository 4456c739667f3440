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

    // A warning where something waits to be sent; a question that is not answered is none.
    [LoggerMessage(EventId = 9, Message = "Warnings and tasks of {Factory} wait: {Reason}. Insights are not affected; nothing is lost meanwhile")]
    public static partial void ExchangeWaits(ILogger logger, LogLevel level, string factory, string reason);

    [LoggerMessage(10, LogLevel.Information, "Warnings and tasks of {Factory} go on")]
    public static partial void ExchangeRecovered(ILogger logger, string factory);

    [LoggerMessage(11, LogLevel.Information, "The city of {Factory} has no {Kind}; it is asked again in {Pause}")]
    public static partial void NotOffered(ILogger logger, string factory, string kind, TimeSpan pause);

    [LoggerMessage(12, LogLevel.Warning, "A message on the topic of warnings is no case of a factory here: {Reason}. It is with the dead letters")]
    public static partial void WarningMalformed(ILogger logger, string reason);

    [LoggerMessage(13, LogLevel.Warning, "A case cannot be stored now and is asked for again later: {Reason}")]
    public static partial void WarningPostponed(ILogger logger, string reason);

    [LoggerMessage(14, LogLevel.Warning, "The city refused {Kind} {Id} of {Factory} for good: {Reason}. It is with the dead letters")]
    public static partial void ItemRefused(ILogger logger, string kind, string id, string factory, string reason);

    [LoggerMessage(15, LogLevel.Information, "'{By}' set the disclosure policy of {Factory}: {Releases}; {Changed} reports follow from it")]
    public static partial void PolicySet(ILogger logger, string by, string factory, string releases, int changed);

    [LoggerMessage(16, LogLevel.Error, "Warnings and tasks of {Factory} met a fault of their own and start over")]
    public static partial void ExchangeFailed(ILogger logger, Exception exception, string factory);
}
