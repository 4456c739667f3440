namespace Jinan.IndustryBrain.Collector;

/// <summary>What the collector says. No values, no credentials.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{Factory}: collecting {Signals} signals of {Connections} connections; log epoch {Epoch}, next frame {Next}.")]
    public static partial void FactoryStarted(ILogger logger, string factory, int signals, int connections, long epoch, long next);

    [LoggerMessage(2, LogLevel.Error, "{File}: {Fault}")]
    public static partial void ConfigurationFault(ILogger logger, string file, string fault);

    [LoggerMessage(3, LogLevel.Error, "{File} has {Count} faults and is not used. {Consequence}")]
    public static partial void ConfigurationRefused(ILogger logger, string file, int count, string consequence);

    [LoggerMessage(4, LogLevel.Information, "{Factory}: the changed factory.yaml is in use.")]
    public static partial void ConfigurationReplaced(ILogger logger, string factory);

    [LoggerMessage(5, LogLevel.Warning, "{Factory}: its factory.yaml is gone; it is collected as before until the service is restarted.")]
    public static partial void ConfigurationGone(ILogger logger, string factory);

    [LoggerMessage(6, LogLevel.Error, "{Factory}: frames are not stored, so nothing is acknowledged and the servers are asked for no more. It goes on by itself. {Reason}")]
    public static partial void StorageRefuses(ILogger logger, string factory, string reason);

    [LoggerMessage(7, LogLevel.Information, "{Factory}: frames are stored again.")]
    public static partial void StorageRecovered(ILogger logger, string factory);

    [LoggerMessage(8, LogLevel.Warning, "{Factory}: the broker does not take frames; they are kept and offered again. {Reason}")]
    public static partial void BrokerRefuses(ILogger logger, string factory, string reason);

    [LoggerMessage(9, LogLevel.Information, "{Factory}: the broker takes frames again.")]
    public static partial void BrokerRecovered(ILogger logger, string factory);

    [LoggerMessage(10, LogLevel.Information, "{Factory}/{Connection}: values flow from {Endpoint}.")]
    public static partial void ConnectionUp(ILogger logger, string factory, string connection, string endpoint);

    [LoggerMessage(11, LogLevel.Warning, "{Factory}/{Connection}: {Endpoint} is not connected, attempt {Attempts} failed; next in {RetryIn}. {Reason}")]
    public static partial void ConnectionDown(
        ILogger logger, string factory, string connection, string endpoint, int attempts, TimeSpan retryIn, string reason);

    [LoggerMessage(12, LogLevel.Warning, "{Factory}/{Connection}: the server refuses {Signal}: {Status}. The other signals are not touched, and this one is tried again.")]
    public static partial void SignalRefused(ILogger logger, string factory, string connection, string signal, string status);

    [LoggerMessage(13, LogLevel.Information, "{Factory}/{Connection}: the server accepts {Signal} now.")]
    public static partial void SignalAccepted(ILogger logger, string factory, string connection, string signal);

    [LoggerMessage(14, LogLevel.Warning, "{Factory}/{Connection}: changes may be missing ({Reason}); the ledger has the interval.")]
    public static partial void NotCovered(ILogger logger, string factory, string connection, string reason);

    [LoggerMessage(15, LogLevel.Warning, "{Factory}/{Connection}: the server keeps one value of {Signal} between two publishing times, not {Queue}: only the latest is collected.")]
    public static partial void LatestValueOnly(ILogger logger, string factory, string connection, string signal, uint queue);

    [LoggerMessage(16, LogLevel.Warning, "{Factory}/{Connection}: {Service} was refused with {Status}: {Reason}")]
    public static partial void ServiceRefused(ILogger logger, string factory, string connection, string service, string status, string reason);

    [LoggerMessage(17, LogLevel.Error, "{Factory}: collecting stopped and is tried again in {Pause}.")]
    public static partial void FactoryFailed(ILogger logger, Exception exception, string factory, TimeSpan pause);

    [LoggerMessage(18, LogLevel.Warning, "{Factory}/{Connection}: source times lie more than {Limit} ahead of this machine's clock; they do not move watermarks. Check the server's clock, or set clock: received.")]
    public static partial void FutureStamps(ILogger logger, string factory, string connection, TimeSpan limit);

    [LoggerMessage(19, LogLevel.Information, "{Factory}/{Connection}: the subscription of before goes on.")]
    public static partial void Resumed(ILogger logger, string factory, string connection);

    [LoggerMessage(21, LogLevel.Critical, "{Factory}/{Connection}: collecting ended by an error that is not expected. Restart the service; nothing that was acknowledged is lost.")]
    public static partial void ConnectionFailed(ILogger logger, Exception exception, string factory, string connection);

    [LoggerMessage(20, LogLevel.Warning, "{Factory}: positions and snapshot cannot be written and are tried again. {Reason}")]
    public static partial void HousekeepingFailed(ILogger logger, string factory, string reason);

    [LoggerMessage(22, LogLevel.Information, "{Factory}: servers know this collector by certificate {Fingerprint}, valid until {ValidUntil:u}. A server that does not trust it yet has to be told.")]
    public static partial void OwnCertificate(ILogger logger, string factory, string fingerprint, DateTime validUntil);

    [LoggerMessage(23, LogLevel.Warning, "{Factory}: the certificate that was put into own/ is not used yet: {Reason}")]
    public static partial void OwnCertificateRefused(ILogger logger, string factory, string reason);

    [LoggerMessage(24, LogLevel.Warning, "{Factory}: the certificate {Fingerprint} of {Source} is refused. {Reason}")]
    public static partial void CertificateRefused(ILogger logger, string factory, string source, string fingerprint, string reason);

    [LoggerMessage(25, LogLevel.Information, "{Factory}: our own certificate was replaced; secured connections are made anew with it.")]
    public static partial void OwnCertificateReplaced(ILogger logger, string factory);

    [LoggerMessage(26, LogLevel.Information, "{Factory}/{Connection}: history filled {Intervals} intervals with {Values} values.")]
    public static partial void HistoryFilled(ILogger logger, string factory, string connection, long intervals, long values);

    [LoggerMessage(27, LogLevel.Warning, "{Factory}/{Connection}: the server gives no history of {Signal}, perhaps of others neither: {Status}. What was not covered stays so; set history: false if it keeps none.")]
    public static partial void HistoryRefused(ILogger logger, string factory, string connection, string signal, string status);

    [LoggerMessage(28, LogLevel.Warning, "{Factory}/{Connection}: reading history was interrupted and is tried again in {Pause}. {Reason}")]
    public static partial void HistoryInterrupted(ILogger logger, string factory, string connection, TimeSpan pause, string reason);

    [LoggerMessage(29, LogLevel.Warning, "{Factory}/{Connection}: the server's clock was set by {By}; its times before and after do not compare.")]
    public static partial void ServerClockSet(ILogger logger, string factory, string connection, TimeSpan by);

    [LoggerMessage(30, LogLevel.Information, "{Factory}: somebody looks at {Endpoint} to connect it.")]
    public static partial void BrowseSessionOpened(ILogger logger, string factory, string endpoint);

    [LoggerMessage(31, LogLevel.Information, "{Factory}: nobody looks at {Endpoint} any more; the session is closed.")]
    public static partial void BrowseSessionEnded(ILogger logger, string factory, string endpoint);

    [LoggerMessage(32, LogLevel.Warning, "{Factory}: the certificate {Fingerprint} of {Endpoint} is trusted from now on; an engineer compared it.")]
    public static partial void ServerTrusted(ILogger logger, string factory, string endpoint, string fingerprint);

    [LoggerMessage(33, LogLevel.Information, "{File} was written: {Connections} connections, {Signals} signals.")]
    public static partial void ConfigurationWritten(ILogger logger, string file, int connections, int signals);
}
