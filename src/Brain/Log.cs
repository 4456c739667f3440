namespace Jinan.IndustryBrain.Brain;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The register holds {Factories} factories of {Enterprises} enterprises")]
    public static partial void RegistryRead(ILogger logger, int factories, int enterprises);

    [LoggerMessage(2, LogLevel.Information, "The database is ready ({Provider})")]
    public static partial void DatabaseReady(ILogger logger, string provider);

    [LoggerMessage(3, LogLevel.Warning, "{Count} of {Total} insights of {Factory} were refused, the first because {Reason}")]
    public static partial void Refused(ILogger logger, int count, int total, string factory, string reason);

    [LoggerMessage(4, LogLevel.Warning, "A batch for {Factory} was refused: it holds an insight of another factory or enterprise")]
    public static partial void ForeignInsight(ILogger logger, string factory);

    [LoggerMessage(5, LogLevel.Debug, "Figures of {Indicator} for {From:u} are final: {Published} published, {Suppressed} suppressed")]
    public static partial void SheetPublished(ILogger logger, string indicator, DateTimeOffset from, int published, int suppressed);

    [LoggerMessage(6, LogLevel.Error, "The figures of a period could not be made; it is tried again with the next")]
    public static partial void PublishingFailed(ILogger logger, Exception exception);

    [LoggerMessage(40, LogLevel.Information, "The database was brought from version {From} to {To}")]
    public static partial void DatabaseUpgraded(ILogger logger, int from, int to);

    [LoggerMessage(41, LogLevel.Warning, "{Count} of {Total} reports of warnings of {Factory} were refused, the first because {Reason}")]
    public static partial void WarningsRefused(ILogger logger, int count, int total, string factory, string reason);

    [LoggerMessage(42, LogLevel.Warning, "Reports of warnings for {Factory} were refused: one is of another factory or enterprise")]
    public static partial void ForeignWarning(ILogger logger, string factory);

    [LoggerMessage(43, LogLevel.Warning, "{Count} of {Total} answers of {Factory} were refused, the first because {Reason}")]
    public static partial void AnswersRefused(ILogger logger, int count, int total, string factory, string reason);

    [LoggerMessage(44, LogLevel.Information, "'{Person}' imported {Added} values of {Cycle} from a file with the digest {Digest}; {Duplicates} were there already")]
    public static partial void TargetsImported(ILogger logger, string person, int added, string cycle, string digest, int duplicates);

    [LoggerMessage(45, LogLevel.Information, "{Count} views older than {Days} days were removed from the audit")]
    public static partial void ViewsRemoved(ILogger logger, int count, int days);

    [LoggerMessage(46, LogLevel.Error, "Old views could not be removed from the audit; it is tried again tomorrow")]
    public static partial void RemovingViewsFailed(ILogger logger, Exception exception);

    [LoggerMessage(48, LogLevel.Information, "The plan cycles are {Cycles}")]
    public static partial void CyclesRead(ILogger logger, string cycles);

    [LoggerMessage(47, LogLevel.Information, "Reports are written with the font {Family} of {File}")]
    public static partial void ReportFontFound(ILogger logger, string family, string file);

    [LoggerMessage(20, LogLevel.Information, "'{Person}' signed in to the cockpit")]
    public static partial void SignedIn(ILogger logger, string person);

    [LoggerMessage(21, LogLevel.Warning, "A sign-in to the cockpit failed: {Reason}")]
    public static partial void SignInFailed(ILogger logger, string reason);

    [LoggerMessage(22, LogLevel.Error, "{Source} could not say what needs a decision")]
    public static partial void DecisionsFailed(ILogger logger, Exception exception, string source);
}
