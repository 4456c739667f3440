namespace Jinan.IndustryBrain.EdgeConsole;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "First run: account '{Account}' was made. Its password is in {File}, readable by this user alone; change it after signing in, and the file is removed")]
    public static partial void FirstAccount(ILogger logger, string account, string file);

    [LoggerMessage(2, LogLevel.Information, "'{Account}' signed in")]
    public static partial void SignedIn(ILogger logger, string account);

    [LoggerMessage(3, LogLevel.Warning, "A sign-in was refused: {Outcome}")]
    public static partial void SignInRefused(ILogger logger, string outcome);

    [LoggerMessage(4, LogLevel.Information, "'{Engineer}' made the account '{Account}' ({Role})")]
    public static partial void AccountMade(ILogger logger, string engineer, string account, string role);

    [LoggerMessage(5, LogLevel.Information, "'{Engineer}' removed the account '{Account}'")]
    public static partial void AccountRemoved(ILogger logger, string engineer, string account);

    [LoggerMessage(6, LogLevel.Information, "'{Account}' has a new password")]
    public static partial void PasswordChanged(ILogger logger, string account);

    [LoggerMessage(20, LogLevel.Warning, "A message on the topic is no insight: {Reason}. It goes to the dead letters")]
    public static partial void InsightMalformed(ILogger logger, string reason);

    [LoggerMessage(21, LogLevel.Warning, "An insight cannot be stored now and is asked for again later: {Reason}")]
    public static partial void InsightPostponed(ILogger logger, string reason);

    [LoggerMessage(22, LogLevel.Warning, "A case cannot be published now ({Reason}); tried again in {Pause}, nothing is lost meanwhile")]
    public static partial void CaseNotPublished(ILogger logger, string reason, TimeSpan pause);

    [LoggerMessage(23, LogLevel.Warning, "A notification by {Channel} ({Event}, {Factory}) is given up after {Attempts} attempts: {Reason}. The page of warnings shows it")]
    public static partial void NotificationDead(ILogger logger, string channel, string @event, string factory, int attempts, string reason);

    [LoggerMessage(24, LogLevel.Error, "Notifications cannot be read or written now: {Reason}")]
    public static partial void NotificationsStuck(ILogger logger, string reason);
}
