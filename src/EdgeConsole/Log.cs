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
}
