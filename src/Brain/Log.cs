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

    [LoggerMessage(20, LogLevel.Information, "'{Person}' signed in to the cockpit")]
    public static partial void SignedIn(ILogger logger, string person);

    [LoggerMessage(21, LogLevel.Warning, "A sign-in to the cockpit failed: {Reason}")]
    public static partial void SignInFailed(ILogger logger, string reason);

    [LoggerMessage(22, LogLevel.Error, "{Source} could not say what needs a decision")]
    public static partial void DecisionsFailed(ILogger logger, Exception exception, string source);
}
