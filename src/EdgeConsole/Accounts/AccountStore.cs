using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Identity;

namespace Jinan.IndustryBrain.EdgeConsole.Accounts;

/// <summary>
/// The accounts of one console, in <c>accounts.json</c> of a folder that only this user may read. The first run makes an engineer
/// with a password of its own. Thread-safe.
/// </summary>
internal sealed partial class AccountStore
{
    public const string FirstAccount = "engineer";
    public const int ShortestPassword = 10;
    private const int GeneratedLetters = 20;

    // Without those that look alike.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Lock _gate = new();
    private readonly PasswordHasher<string> _hasher = new();
    private readonly TimeProvider _time;
    private readonly EdgeConsoleOptions _options;
    private readonly string _file;
    private readonly string _nobody;
    private Dictionary<string, Account> _accounts;

    public AccountStore(string folder, EdgeConsoleOptions options, TimeProvider time, ILogger logger)
    {
        _time = time;
        _options = options;
        _file = Path.Combine(folder, "accounts.json");
        FirstPasswordFile = Path.Combine(folder, "first-password.txt");
        // Tried where there is no such account, so that the time it takes does not tell.
        _nobody = _hasher.HashPassword("", NewPassword());
        _accounts = Read();
        if (_accounts.Count > 0)
            return;
        var password = NewPassword();
        PrivateFiles.Write(FirstPasswordFile, $"{FirstAccount}\n{password}\n");
        _accounts[FirstAccount] = New(FirstAccount, Roles.Engineer, password);
        Write(_accounts);
        Log.FirstAccount(logger, FirstAccount, FirstPasswordFile);
    }

    /// <summary>Account and password of the first run, one a line; it goes when the password is changed.</summary>
    public string FirstPasswordFile { get; }

    public IReadOnlyList<Account> All
    {
        get
        {
            lock (_gate)
                return [.. _accounts.Values.OrderBy(account => account.Name, StringComparer.Ordinal)];
        }
    }

    public SignInOutcome TrySignIn(string name, string password, out Account? account)
    {
        account = null;
        name = Normal(name);
        string hash;
        lock (_gate)
        {
            var known = _accounts.GetValueOrDefault(name);
            if (known?.LockedUntil > _time.GetUtcNow())
                return SignInOutcome.LockedOut;
            hash = known?.PasswordHash ?? _nobody;
        }

        // Slow on purpose, therefore not under the lock.
        var right = _hasher.VerifyHashedPassword(name, hash, password) != PasswordVerificationResult.Failed;
        lock (_gate)
        {
            if (!_accounts.TryGetValue(name, out var now) || now.PasswordHash != hash)
                return SignInOutcome.Refused;
            if (now.LockedUntil > _time.GetUtcNow())
                return SignInOutcome.LockedOut;
            if (!right)
            {
                var failures = now.Failures + 1;
                Replace(failures >= _options.LockOutAfter
                    ? now with { Failures = 0, LockedUntil = _time.GetUtcNow() + _options.LockOutFor }
                    : now with { Failures = failures });
                return SignInOutcome.Refused;
            }

            if (now.Failures > 0 || now.LockedUntil is not null)
                Replace(now with { Failures = 0, LockedUntil = null });
            account = now;
            return SignInOutcome.Accepted;
        }
    }

    /// <summary>Whether a cookie's account is still the one that signed in.</summary>
    public bool IsCurrent(string? name, string? stamp)
    {
        lock (_gate)
            return name is not null && _accounts.TryGetValue(name, out var account) && account.Stamp == stamp;
    }

    public AccountChange TryAdd(string name, string role, out string password)
    {
        password = NewPassword();
        name = Normal(name);
        if (!ValidName().IsMatch(name) || role is not (Roles.Viewer or Roles.Engineer))
            return AccountChange.NameInvalid;
        var added = New(name, role, password);
        lock (_gate)
        {
            if (_accounts.ContainsKey(name))
                return AccountChange.NameTaken;
            Replace(added);
            return AccountChange.Done;
        }
    }

    public AccountChange TryRemove(string name)
    {
        lock (_gate)
        {
            if (!_accounts.TryGetValue(name, out var account))
                return AccountChange.Unknown;
            if (account.Role == Roles.Engineer && _accounts.Values.Count(other => other.Role == Roles.Engineer) == 1)
                return AccountChange.LastEngineer;
            var rest = new Dictionary<string, Account>(_accounts, StringComparer.Ordinal);
            rest.Remove(name);
            Write(rest);
            return AccountChange.Done;
        }
    }

    /// <param name="name">Whose.</param>
    /// <param name="old">The password as it is; a wrong one counts as at the door.</param>
    /// <param name="replacement">The new one.</param>
    /// <param name="account">The account with its new stamp.</param>
    public AccountChange TryChangePassword(string name, string old, string replacement, out Account? account)
    {
        account = null;
        if (replacement.Length < ShortestPassword)
            return AccountChange.PasswordTooShort;
        if (TrySignIn(name, old, out var signedIn) != SignInOutcome.Accepted)
            return AccountChange.PasswordWrong;
        account = New(signedIn!.Name, signedIn.Role, replacement);
        lock (_gate)
        {
            if (!IsCurrent(signedIn.Name, signedIn.Stamp))
                return AccountChange.PasswordWrong;
            Replace(account);
        }

        if (name == FirstAccount)
            File.Delete(FirstPasswordFile);
        return AccountChange.Done;
    }

    private static string Normal(string name) => name.Trim().ToLowerInvariant();

    private static string NewPassword() => RandomNumberGenerator.GetString(Alphabet, GeneratedLetters);

    private Account New(string name, string role, string password) =>
        new(name, role, _hasher.HashPassword(name, password), RandomNumberGenerator.GetHexString(32, lowercase: true));

    private void Replace(Account account) =>
        Write(new Dictionary<string, Account>(_accounts, StringComparer.Ordinal) { [account.Name] = account });

    private void Write(Dictionary<string, Account> accounts)
    {
        PrivateFiles.Write(_file, JsonSerializer.Serialize(accounts.Values.OrderBy(a => a.Name, StringComparer.Ordinal), Json));
        _accounts = accounts;
    }

    private Dictionary<string, Account> Read()
    {
        if (!File.Exists(_file))
            return new(StringComparer.Ordinal);
        try
        {
            return JsonSerializer.Deserialize<Account[]>(File.ReadAllText(_file), Json)!.ToDictionary(a => a.Name, StringComparer.Ordinal);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or NullReferenceException)
        {
            // A new first account would let anybody in who can spoil a file.
            throw new ServiceStartException(
                $"The accounts in {_file} cannot be read ({fault.Message}). Put a good copy there; or move it away, and the next start makes a new first account.", fault);
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{1,39}$")]
    private static partial Regex ValidName();
}
