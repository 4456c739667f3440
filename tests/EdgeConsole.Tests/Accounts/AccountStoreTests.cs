using Jinan.IndustryBrain.EdgeConsole.Accounts;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Accounts;

public sealed class AccountStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("console-accounts-");
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void FirstRun_MakesAnEngineerWithAPasswordInAPrivateFile()
    {
        var store = Open();
        Assert.Equal(SignInOutcome.Accepted, store.TrySignIn("engineer", FirstPassword(store), out var account));
        Assert.Equal(Roles.Engineer, account!.Role);
        Assert.DoesNotContain(FirstPassword(store), File.ReadAllText(Path.Combine(_folder.FullName, "accounts.json")), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.All(_folder.GetFiles(), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode));
    }

    [Fact]
    public void SecondRun_KeepsWhatThereIs()
    {
        var password = FirstPassword(Open());
        Assert.Equal(SignInOutcome.Accepted, Open().TrySignIn(" Engineer ", password, out _));
    }

    [Fact]
    public void Password_WrongTooOften_LocksTheAccountForAWhile_AlsoAcrossARestart()
    {
        var store = Open();
        var password = FirstPassword(store);
        for (var attempt = 0; attempt < 3; attempt++)
            Assert.Equal(SignInOutcome.Refused, store.TrySignIn("engineer", "wrong", out _));
        Assert.Equal(SignInOutcome.LockedOut, store.TrySignIn("engineer", password, out _));
        Assert.Equal(SignInOutcome.LockedOut, Open().TrySignIn("engineer", password, out _));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(SignInOutcome.Accepted, store.TrySignIn("engineer", password, out _));
    }

    [Fact]
    public void Password_RightInBetween_BeginsTheCountAgain()
    {
        var store = Open();
        foreach (var password in new[] { "wrong", "wrong", FirstPassword(store), "wrong", "wrong" })
            store.TrySignIn("engineer", password, out _);
        Assert.Equal(SignInOutcome.Accepted, store.TrySignIn("engineer", FirstPassword(store), out _));
    }

    [Fact]
    public void Account_Unknown_IsRefusedAsAWrongPasswordIs() =>
        Assert.Equal(SignInOutcome.Refused, Open().TrySignIn("nobody", "wrong", out _));

    [Fact]
    public void Password_Changed_EndsOldCookiesAndRemovesTheFirstFile()
    {
        var store = Open();
        var first = FirstPassword(store);
        store.TrySignIn("engineer", first, out var before);
        Assert.Equal(AccountChange.PasswordTooShort, store.TryChangePassword("engineer", first, "short", out _));
        Assert.Equal(AccountChange.PasswordWrong, store.TryChangePassword("engineer", "wrong", "long enough for this", out _));
        Assert.Equal(AccountChange.Done, store.TryChangePassword("engineer", first, "long enough for this", out var after));
        Assert.False(store.IsCurrent("engineer", before!.Stamp));
        Assert.True(store.IsCurrent("engineer", after!.Stamp));
        Assert.False(File.Exists(store.FirstPasswordFile));
        Assert.Equal(SignInOutcome.Refused, store.TrySignIn("engineer", first, out _));
        Assert.Equal(SignInOutcome.Accepted, store.TrySignIn("engineer", "long enough for this", out _));
    }

    [Fact]
    public void Account_AddedAndRemoved_CannotSignInAnyMore()
    {
        var store = Open();
        Assert.Equal(AccountChange.Done, store.TryAdd("Night.Shift", Roles.Viewer, out var password));
        Assert.Equal(AccountChange.NameTaken, store.TryAdd("night.shift", Roles.Engineer, out _));
        Assert.Equal(SignInOutcome.Accepted, store.TrySignIn("night.shift", password, out var account));
        Assert.Equal(Roles.Viewer, account!.Role);
        Assert.Equal(AccountChange.Done, store.TryRemove("night.shift"));
        Assert.False(store.IsCurrent(account.Name, account.Stamp));
        Assert.Equal(SignInOutcome.Refused, store.TrySignIn("night.shift", password, out _));
    }

    [Theory]
    [InlineData("", Roles.Viewer)]
    [InlineData("../x", Roles.Viewer)]
    [InlineData("somebody", "owner")]
    public void Account_WithABadNameOrRole_IsNotMade(string name, string role) =>
        Assert.Equal(AccountChange.NameInvalid, Open().TryAdd(name, role, out _));

    [Fact]
    public void Engineer_TheLastOne_StaysWhateverIsAsked() =>
        Assert.Equal(AccountChange.LastEngineer, Open().TryRemove("engineer"));

    [Fact]
    public void File_Damaged_StopsTheStartInsteadOfLettingAnybodyIn()
    {
        Open();
        File.WriteAllText(Path.Combine(_folder.FullName, "accounts.json"), "[{");
        Assert.Contains("cannot be read", Assert.Throws<ServiceStartException>(Open).Message, StringComparison.Ordinal);
    }

    private static string FirstPassword(AccountStore store) => File.ReadAllLines(store.FirstPasswordFile)[1];

    private AccountStore Open() => new(_folder.FullName, new EdgeConsoleOptions { LockOutAfter = 3 }, _time, NullLogger.Instance);
}
