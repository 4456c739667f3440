using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Jinan.IndustryBrain.EdgeConsole.Notifications;
using Jinan.IndustryBrain.EdgeConsole.Tests.Warnings;
using Jinan.IndustryBrain.EdgeConsole.Warnings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Notifications;

/// <summary>Mail servers and webhooks behind real sockets, as they take, refuse and stay away.</summary>
public sealed class NotificationTests : IAsyncLifetime
{
    private const string Secret = "a secret of sixteen and more";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly WarningsStand _stand = new(new NotificationOptions
    {
        FirstPause = TimeSpan.FromSeconds(5), MaxPause = TimeSpan.FromSeconds(20), MaxAttempts = 3, ConsoleAddress = "https://console.example",
    });

    private readonly Receiver _receiver = new();
    private readonly FakeSmtp _smtp = new();

    public async ValueTask InitializeAsync()
    {
        await _receiver.StartAsync();
        await _stand.Sender.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _stand.Sender.StopAsync(CancellationToken.None);
        _stand.Dispose();
        await _receiver.DisposeAsync();
        await _smtp.DisposeAsync();
    }

    [Fact]
    public async Task Webhook_EveryChange_IsPostedWithASignatureThatHolds()
    {
        _stand.Settings.Save(new() { Webhook = Hook() });
        await _stand.TakeAsync(_stand.Insight(0));
        var raised = await _receiver.NextAsync();
        Assert.Equal(raised.Signature, WebhookChannel.Sign(Secret, raised.Timestamp, raised.Body));
        Assert.NotEqual(raised.Signature, WebhookChannel.Sign(Secret, raised.Timestamp, [.. raised.Body, 0x20]));
        Assert.Equal(WarningsStand.Start.ToUnixTimeSeconds().ToString(), raised.Timestamp);
        using var notice = JsonDocument.Parse(raised.Body);
        Assert.Equal(("raised", "m1"), (notice.RootElement.GetProperty("event").GetString(), notice.RootElement.GetProperty("asset").GetString()));

        await _stand.ActAsync(await _stand.OnlyAsync(), CaseAction.Confirm, "dry");
        using var confirmed = JsonDocument.Parse((await _receiver.NextAsync()).Body);
        Assert.Equal(("confirmed", "li", "dry"), (
            confirmed.RootElement.GetProperty("event").GetString(), confirmed.RootElement.GetProperty("who").GetString(), confirmed.RootElement.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task Webhook_ThatFails_IsTriedAgainUnderTheSameNumber_AndThenTaken()
    {
        _receiver.Status = 503;
        _stand.Settings.Save(new() { Webhook = Hook() });
        await _stand.TakeAsync(_stand.Insight(0));
        var first = await _receiver.NextAsync();
        await UntilAsync(d => d is { State: Delivery.Waiting, Attempts: 1, FaultCode: { Code: "webhook.answers", Values: ["503"] } });
        _receiver.Status = 204;
        await RetryAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(first.Number, (await _receiver.NextAsync()).Number);
        await UntilAsync(d => d is { State: Delivery.Sent, Attempts: 2, Fault: null });
    }

    [Fact]
    public async Task Webhook_ThatGoesOnFailing_IsDead_AndRevivedByHand()
    {
        _receiver.Status = 500;
        _stand.Settings.Save(new() { Webhook = Hook() });
        await _stand.TakeAsync(_stand.Insight(0));
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await _receiver.NextAsync();
            await UntilAsync(d => d.Attempts == attempt);
            await RetryAsync(TimeSpan.FromSeconds(20));
        }

        var dead = await UntilAsync(d => d.State == Delivery.Dead);
        _receiver.Status = 200;
        await _stand.Sender.ReviveAsync(dead.Number, CancellationToken.None);
        await _receiver.NextAsync();
        await UntilAsync(d => d.State == Delivery.Sent);
    }

    [Fact]
    public async Task Email_OfANewCase_IsSentInBothLanguagesWithALink_AndNotForWhatColleaguesDo()
    {
        _stand.Settings.Save(new() { Email = Mail() });
        await _stand.TakeAsync(_stand.Insight(0));
        var mail = await _smtp.NextAsync();
        Assert.Contains("<li@factory.example>", mail, StringComparison.Ordinal);
        var text = MessageOf(mail);
        Assert.Equal("预警 / warning: auto-01 · m1", text.Subject);
        Assert.Contains("Signals that contributed most: torque, speed", text.TextBody, StringComparison.Ordinal);
        var warning = await _stand.OnlyAsync();
        Assert.Contains($"https://console.example/factories/auto-01/warnings/{warning.Id}", text.TextBody, StringComparison.Ordinal);
        await _stand.ActAsync(warning, CaseAction.Acknowledge);
        Assert.Single(await _stand.Sender.ListAsync("auto-01", CancellationToken.None));
    }

    [Fact]
    public async Task Answer_WithAnInterval_IsToldWithIt_InWordsByMailAndAsNumbersByTheWebhook()
    {
        _stand.Settings.Save(new() { Email = Mail(), Webhook = Hook() });
        await _stand.TakeAsync(_stand.Insight(0) with { Value = 186, Unit = "h", Interval = new(150.2, 220.4, 0.9) });
        var text = TextOf(await _smtp.NextAsync());
        Assert.Contains("The model says: Health index 186 h (90 % interval 150–220)", text, StringComparison.Ordinal);
        Assert.Contains("模型结果：健康指数 186 h （90 % 区间 150–220）", text, StringComparison.Ordinal);
        using var notice = JsonDocument.Parse((await _receiver.NextAsync()).Body);
        Assert.Equal(186, notice.RootElement.GetProperty("value").GetDouble());
        Assert.Equal("""{"low":150.2,"high":220.4,"coverage":0.9}""", notice.RootElement.GetProperty("interval").GetRawText());

        await _stand.TakeAsync(_stand.Insight(0, asset: "m2") with { Interval = new(150, 300, 0.9) { IsOpen = true } });
        Assert.Contains("(90 % interval 150–300 or more)", TextOf(await _smtp.NextAsync()), StringComparison.Ordinal);
        using var open = JsonDocument.Parse((await _receiver.NextAsync()).Body);
        Assert.True(open.RootElement.GetProperty("interval").GetProperty("isOpen").GetBoolean());
    }

    [Fact]
    public async Task Answer_WithoutAnInterval_IsToldWithoutOne()
    {
        _stand.Settings.Save(new() { Email = Mail(), Webhook = Hook() });
        await _stand.TakeAsync(_stand.Insight(0));
        Assert.DoesNotContain("interval", TextOf(await _smtp.NextAsync()), StringComparison.Ordinal);
        using var notice = JsonDocument.Parse((await _receiver.NextAsync()).Body);
        Assert.False(notice.RootElement.TryGetProperty("interval", out _));
    }

    [Fact]
    public async Task Email_ServerRefuses_SaysWhyAndWaits()
    {
        _smtp.Refuses = true;
        _stand.Settings.Save(new() { Email = Mail() });
        await _stand.TakeAsync(_stand.Insight(0));
        var waiting = await UntilAsync(d => d.Attempts == 1);
        Assert.Equal($"127.0.0.1:{_smtp.Port} does not take the recipient li@factory.example (mailbox is full): correct or remove it", waiting.Fault);
        Assert.Equal("mail.recipientRefused", waiting.FaultCode!.Code);
        Assert.Equal(Delivery.Waiting, waiting.State);
    }

    [Theory]
    [InlineData(FakeSmtp.Password, null)]
    [InlineData("another", "wrong user or password")]
    public async Task Email_WithAPassword_IsLetInOrSaysWhyNot(string password, string? fault)
    {
        _stand.Settings.Save(new() { Email = Mail() with { User = FakeSmtp.User, Password = password } });
        await _stand.TakeAsync(_stand.Insight(0));
        var delivery = await UntilAsync(d => d.Attempts == 1);
        if (fault is null)
            Assert.Equal((Delivery.Sent, null), (delivery.State, delivery.Fault));
        else
            Assert.Equal(("mail.userRefused", true), (delivery.FaultCode!.Code, delivery.Fault!.Contains(fault, StringComparison.Ordinal)));
        Assert.DoesNotContain("another", delivery.Fault ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Email_ServerWithoutTls_IsNotUsedInTheOpenInstead()
    {
        _stand.Settings.Save(new() { Email = Mail() with { Security = MailSecurity.StartTls } });
        await _stand.TakeAsync(_stand.Insight(0));
        var waiting = await UntilAsync(d => d.Attempts == 1);
        Assert.Equal((Delivery.Waiting, "mail.noTls"), (waiting.State, waiting.FaultCode!.Code));
    }

    [Fact]
    public async Task Test_OfSettingsThatAreNotSaved_ReachesTheServer()
    {
        var notice = TestNotice();
        Assert.Null(await _stand.Sender.TestAsync(NotificationQueue.Webhook, new() { Webhook = Hook() }, notice, CancellationToken.None));
        await _receiver.NextAsync();
        Assert.Null(await _stand.Sender.TestAsync(NotificationQueue.Email, new() { Email = Mail() }, notice, CancellationToken.None));
        await _smtp.NextAsync();
        _receiver.Status = 404;
        Assert.Equal("the webhook answers 404: check the address, behind the host too", await FaultAsync(NotificationQueue.Webhook, new() { Webhook = Hook() }));
    }

    [Theory]
    [InlineData(403, "webhook.notLetIn")]
    [InlineData(308, "webhook.redirects")]
    [InlineData(500, "webhook.answers")]
    public async Task Test_AnsweredByARefusal_SaysWhatToDoAboutIt(int status, string code)
    {
        _receiver.Status = status;
        var fault = await _stand.Sender.TestAsync(NotificationQueue.Webhook, new() { Webhook = Hook() }, TestNotice(), CancellationToken.None);
        Assert.Equal((code, status.ToString()), (fault!.Code!.Code, fault.Code.Values[0]));
    }

    [Fact]
    public async Task Test_NobodyThere_SaysWhereToLook()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        Assert.Equal("mail.unreachable", await CodeAsync(NotificationQueue.Email, new() { Email = Mail() with { Port = port } }));
        Assert.Equal("mail.noHost", await CodeAsync(NotificationQueue.Email, new() { Email = Mail() with { Host = "mail.invalid" } }));
        Assert.Equal("mail.tlsFailed", await CodeAsync(NotificationQueue.Email, new() { Email = Mail() with { Security = MailSecurity.Tls } }));
        Assert.Equal("webhook.unreachable", await CodeAsync(NotificationQueue.Webhook, new() { Webhook = Hook() with { Url = $"http://127.0.0.1:{port}/hook?token=topsecret" } }));
        Assert.Equal("webhook.noHost", await CodeAsync(NotificationQueue.Webhook, new() { Webhook = Hook() with { Url = "https://hook.invalid/topsecret" } }));
        Assert.Equal("webhook.tlsFailed", await CodeAsync(NotificationQueue.Webhook, new() { Webhook = Hook() with { Url = _receiver.Address.Replace("http:", "https:", StringComparison.Ordinal) } }));
    }

    [Fact]
    public async Task Queue_Full_GivesUpWhatComesBeyond_AndSaysSo()
    {
        using var stand = new WarningsStand(new NotificationOptions { MaxWaiting = 10 });
        stand.Settings.Save(new() { Webhook = Hook() });
        for (var machine = 0; machine < 11; machine++)
            await stand.TakeAsync(stand.Insight(0, asset: $"m{machine}"));
        var deliveries = await stand.Sender.ListAsync("auto-01", CancellationToken.None);
        Assert.Equal((10, 1), (deliveries.Count(d => d.State == Delivery.Waiting), deliveries.Count(d => d is { State: Delivery.Dead, FaultCode: { Code: "notification.full", Values: ["10"] } })));
    }

    private static Notice TestNotice() =>
        new Notice("test", WarningsStand.Start, "auto-01", "test", "test", "test", 1, Contracts.Warnings.WarningState.Open, Contracts.Insights.InsightLevel.Warning, WarningsStand.Start, "health_index", null, null, [], "li", null);

    private async Task<string?> FaultAsync(string channel, NotificationSettings with) =>
        (await _stand.Sender.TestAsync(channel, with, TestNotice(), CancellationToken.None))?.Text;

    private async Task<string?> CodeAsync(string channel, NotificationSettings with)
    {
        var fault = await _stand.Sender.TestAsync(channel, with, TestNotice(), CancellationToken.None);
        Assert.DoesNotContain("topsecret", fault!.Text, StringComparison.Ordinal);
        return fault.Code!.Code;
    }

    // The first line is who it is for.
    private static MimeKit.MimeMessage MessageOf(string mail) =>
        MimeKit.MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(mail[(mail.IndexOf('\n', StringComparison.Ordinal) + 1)..])));

    private static string TextOf(string mail) => MessageOf(mail).TextBody!;

    private WebhookSettings Hook() => new() { Url = _receiver.Address, Secret = Secret };

    private EmailSettings Mail() => new()
    {
        Host = "127.0.0.1", Port = _smtp.Port, Security = MailSecurity.None, From = "console@factory.example", To = ["li@factory.example"],
    };

    private async Task RetryAsync(TimeSpan pause)
    {
        _stand.Time.Advance(pause + TimeSpan.FromSeconds(1));
        _stand.Queue.Wake();
        await Task.Yield();
    }

    private async Task<Delivery> UntilAsync(Func<Delivery, bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var delivery = Assert.Single(await _stand.Sender.ListAsync("auto-01", CancellationToken.None));
            if (condition(delivery))
                return delivery;
            if (patience.IsCancellationRequested)
                Assert.Fail($"The notification stays {delivery}.");
            await Task.Delay(20);
        }
    }

    private sealed record Posted(byte[] Body, string Timestamp, string Number, string Signature);

    private sealed class Receiver : IAsyncDisposable
    {
        private readonly Channel<Posted> _posted = Channel.CreateUnbounded<Posted>();
        private WebApplication _app = null!;

        public string Address { get; private set; } = "";

        public volatile int Status = 200;

        public async Task StartAsync()
        {
            var builder = WebApplication.CreateBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            _app = builder.Build();
            _app.Run(async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                var headers = context.Request.Headers;
                context.Response.StatusCode = Status;
                _posted.Writer.TryWrite(new Posted(
                    body.ToArray(), headers[WebhookChannel.TimestampHeader]!, headers[WebhookChannel.DeliveryHeader]!, headers[WebhookChannel.SignatureHeader]!));
            });
            await _app.StartAsync();
            Address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/hook";
        }

        public async Task<Posted> NextAsync()
        {
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                return await _posted.Reader.ReadAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException("The webhook was not called.");
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
    }
}
