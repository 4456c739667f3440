using System.Net.Sockets;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.EdgeConsole.Words;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Language;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Jinan.IndustryBrain.EdgeConsole.Notifications;

/// <summary>Sends a notice as a mail in both languages.</summary>
internal sealed class EmailChannel(NotificationOptions options, PlaceTime place)
{
    public async Task SendAsync(EmailSettings settings, Notice notice, CancellationToken cancellation)
    {
        using var message = MessageOf(settings, notice);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Timeout);
        try
        {
            using var client = new SmtpClient { CheckCertificateRevocation = false };
            await client.ConnectAsync(settings.Host, settings.Port, settings.Security switch
            {
                MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
                MailSecurity.StartTls => SecureSocketOptions.StartTls,
                _ => SecureSocketOptions.None,
            }, limit.Token);
            if (!string.IsNullOrEmpty(settings.User))
                await client.AuthenticateAsync(settings.User, settings.Password ?? "", limit.Token);
            await client.SendAsync(message, limit.Token);
            await client.DisconnectAsync(quit: true, limit.Token);
        }
        catch (OperationCanceledException fault) when (!cancellation.IsCancellationRequested)
        {
            throw new NotificationException(NotificationSentences.MailTooLate.Of(AddressOf(settings), options.Timeout.TotalSeconds), fault);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            // Whatever it was, the mail is not taken: a socket, TLS, the protocol, the password, or a server that makes up its own.
            throw new NotificationException(ReasonOf(fault, settings), fault);
        }
    }

    private static Sentence ReasonOf(Exception fault, EmailSettings settings)
    {
        var (server, words) = (AddressOf(settings), fault.GetBaseException().Message);
        return fault switch
        {
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } => NotificationSentences.MailNoHost.Of(server, words),
            SocketException => NotificationSentences.MailUnreachable.Of(server, words),
            SslHandshakeException => NotificationSentences.MailTlsFailed.Of(server, words),
            NotSupportedException when settings.Security == MailSecurity.StartTls => NotificationSentences.MailNoTls.Of(server, words),
            AuthenticationException => NotificationSentences.MailUserRefused.Of(server, words),
            SmtpCommandException { ErrorCode: SmtpErrorCode.SenderNotAccepted } => NotificationSentences.MailSenderRefused.Of(server, settings.From, words),
            SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted } refused =>
                NotificationSentences.MailRecipientRefused.Of(server, refused.Mailbox?.Address ?? string.Join(", ", settings.To), words),
            SmtpCommandException => NotificationSentences.MailRefused.Of(server, words),
            SmtpProtocolException => NotificationSentences.MailNotUnderstood.Of(server, words),
            _ => NotificationSentences.MailFailed.Of(server, words),
        };
    }

    private static string AddressOf(EmailSettings settings) => $"{settings.Host}:{settings.Port}";

    private MimeMessage MessageOf(EmailSettings settings, Notice notice)
    {
        var message = new MimeMessage();
        message.From.Add(MailboxAddress.Parse(settings.From));
        foreach (var to in settings.To)
            message.To.Add(MailboxAddress.Parse(to));
        message.Subject = $"{Level(Texts.Chinese, notice)} / {Level(Texts.English, notice)}: {notice.Factory} · {notice.Asset}";
        message.Body = new TextPart("plain")
        {
            Text = string.Join("\r\n\r\n", new[] { Texts.Chinese, Texts.English }.Select(t => Paragraph(t, notice)).Append(Link(notice)).OfType<string>()),
        };
        return message;
    }

    private string Paragraph(Texts t, Notice notice)
    {
        var value = notice.Value is { } number ? $"{NumberText.Of(number)} {UnitText.Of(notice.Unit)}".TrimEnd() : "–";
        if (notice.Interval is { } interval)
            value += $" {IntervalText.Of(t, interval.Low, interval.High, interval.Coverage, interval.IsOpen)}";
        return string.Join("\r\n",
        [
            notice.Event == TestEvent ? t[WarningPhrases.MailTest] : t[WarningPhrases.MailRaised, Level(t, notice), notice.Asset, notice.AssetType],
            t[WarningPhrases.MailModel, t.ModelKind(notice.ModelKind), value],
            t[WarningPhrases.MailSignals, notice.Signals.Count == 0 ? "–" : string.Join(", ", notice.Signals)],
            t[WarningPhrases.MailTime, place.Full(notice.Raised), place.ZoneText],
        ]);
    }

    /// <summary>See <see cref="Notice.Event"/>.</summary>
    public const string TestEvent = "test";

    private string? Link(Notice notice) => options.ConsoleAddress is { } address && notice.Event != TestEvent
        ? $"{address.TrimEnd('/')}/factories/{Uri.EscapeDataString(notice.Factory)}/warnings/{Uri.EscapeDataString(notice.Case)}"
        : null;

    private static string Level(Texts t, Notice notice) => notice.Level == InsightLevel.Alarm ? t[ConsolePhrases.LevelAlarm] : t[ConsolePhrases.LevelWarning];
}
