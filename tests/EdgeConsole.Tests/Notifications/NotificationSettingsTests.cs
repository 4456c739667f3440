using Jinan.IndustryBrain.EdgeConsole.Notifications;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Notifications;

public sealed class NotificationSettingsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("console-notifications-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("https://hooks.example/a", null)]
    [InlineData("http://127.0.0.1:8080/a", null)]
    [InlineData("http://[::1]/a", null)]
    [InlineData("http://10.1.2.3/a", null)]
    [InlineData("http://172.16.0.1/a", null)]
    [InlineData("http://192.168.1.1/a", null)]
    [InlineData("http://hooks.example/a", SettingsFault.UrlInTheOpen)]
    [InlineData("http://172.32.0.1/a", SettingsFault.UrlInTheOpen)]
    [InlineData("ftp://10.1.2.3/a", SettingsFault.Url)]
    [InlineData("https://user:word@hooks.example/a", SettingsFault.Url)]
    [InlineData("https://hooks.example/a#b", SettingsFault.Url)]
    [InlineData("hooks", SettingsFault.Url)]
    internal void Webhook_Address_IsTakenOrSaysWhatIsWrong(string url, SettingsFault? fault) => Assert.Equal(
        fault is { } expected ? [expected] : [], new WebhookSettings { Url = url, Secret = new string('s', 16) }.FindFaults());

    [Fact]
    public void Email_WithFaults_ListsThemAll() => Assert.Equal(
        [SettingsFault.Host, SettingsFault.Port, SettingsFault.From, SettingsFault.To, SettingsFault.UserAndPassword],
        new EmailSettings { Host = "no host", Port = 0, From = "nobody at", To = ["x y z <"], User = "li" }.FindFaults());

    [Theory]
    [InlineData("mail.factory.example", MailSecurity.None, true)]
    [InlineData("127.0.0.1", MailSecurity.None, false)]
    [InlineData("mail.factory.example", MailSecurity.StartTls, false)]
    internal void Email_PasswordInTheOpen_IsRefused(string host, MailSecurity security, bool isFaulty) => Assert.Equal(
        isFaulty, new EmailSettings { Host = host, Security = security, From = "a@b.example", To = ["c@d.example"], User = "u", Password = "p" }
            .FindFaults().Contains(SettingsFault.PasswordInTheOpen));

    [Fact]
    public void Secrets_LeftEmpty_StayForTheSamePlaceAlone_AndTheFileIsPrivate()
    {
        var store = new NotificationSettingsStore(_folder.FullName);
        store.Save(new()
        {
            Webhook = new() { Url = "https://a.example/", Secret = "the first secret" },
            Email = new() { Host = "mail.example", User = "u", Password = "word", From = "a@b.example", To = ["c@d.example"] },
        });
        var again = new NotificationSettingsStore(_folder.FullName);
        var kept = again.WithKeptSecrets(new()
        {
            Webhook = new() { Url = "https://a.example/" }, Email = new() { Host = "mail.example", User = "u", Password = "" },
        });
        Assert.Equal(("the first secret", "word"), (kept.Webhook!.Secret, kept.Email!.Password));
        var elsewhere = again.WithKeptSecrets(new()
        {
            Webhook = new() { Url = "https://evil.example/" }, Email = new() { Host = "evil.example", User = "u", Password = "" },
        });
        Assert.Equal(("", ""), (elsewhere.Webhook!.Secret, elsewhere.Email!.Password));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder.FullName, "notifications.json")));
    }

    [Fact]
    public void Options_WithFaults_ListThemAll() => Assert.Equal(5, new NotificationOptions
    {
        FirstPause = TimeSpan.Zero, MaxAttempts = 0, Timeout = TimeSpan.Zero, MaxWaiting = 0, ConsoleAddress = "console",
    }.FindFaults().Count());
}
