namespace Jinan.IndustryBrain.EdgeConsole.Accounts;

/// <summary>Somebody who may sign in at this console.</summary>
/// <param name="Name">Lower-case.</param>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="PasswordHash">Of ASP.NET Core Identity: PBKDF2 with its salt and number of rounds.</param>
/// <param name="Stamp">Changes with password and role; a cookie with another one is worth nothing.</param>
/// <param name="Failures">Wrong passwords in a row.</param>
/// <param name="LockedUntil">No password is tried before.</param>
internal sealed record Account(
    string Name, string Role, string PasswordHash, string Stamp, int Failures = 0, DateTimeOffset? LockedUntil = null);

/// <summary>What an account may do.</summary>
internal static class Roles
{
    /// <summary>Sees machines, data and models.</summary>
    public const string Viewer = "viewer";

    /// <summary>Makes and removes accounts besides.</summary>
    public const string Engineer = "engineer";
}

/// <summary>What came of a password.</summary>
internal enum SignInOutcome
{
    Accepted,

    /// <summary>There is no such account, or the password is wrong: which of them is not said.</summary>
    Refused,

    /// <summary>Too many wrong passwords.</summary>
    LockedOut,
}

/// <summary>What came of a change.</summary>
internal enum AccountChange
{
    Done,
    NameInvalid,
    NameTaken,
    PasswordTooShort,
    PasswordWrong,
    Unknown,

    /// <summary>Nobody could make accounts any more.</summary>
    LastEngineer,
}
