using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Jinan.IndustryBrain.Contracts.Sentences;

namespace Jinan.IndustryBrain.EdgeConsole.Notifications;

/// <summary>
/// Posts a notice as JSON, signed so that a receiver can tell who sent it and that it is not an old one again:
/// <code>
/// X-IndustryBrain-Timestamp: Unix seconds
/// X-IndustryBrain-Delivery:  number of the notification, the same in each attempt
/// X-IndustryBrain-Signature: sha256=hex(HMAC-SHA256(secret, timestamp + "." + body))
/// </code>
/// Any 2xx is an acknowledgement. Redirects are not followed: what is signed for one address is not for another.
/// </summary>
internal sealed class WebhookChannel(NotificationOptions options, TimeProvider time) : IDisposable
{
    public const string TimestampHeader = "X-IndustryBrain-Timestamp";
    public const string DeliveryHeader = "X-IndustryBrain-Delivery";
    public const string SignatureHeader = "X-IndustryBrain-Signature";

    // Without the resilience of other clients: the queue is the resilience.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = options.Timeout,
        MaxResponseContentBufferSize = 64 * 1024,
    };

    public async Task SendAsync(WebhookSettings settings, long number, Notice notice, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(notice, NoticeJson.Default.Notice);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(TimestampHeader, timestamp);
        request.Headers.Add(DeliveryHeader, number.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(SignatureHeader, Sign(settings.Secret, timestamp, body));
        try
        {
            using var answer = await _http.SendAsync(request, cancellation);
            if (!answer.IsSuccessStatusCode)
                throw new NotificationException(ReasonOf(answer.StatusCode));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or InvalidOperationException)
        {
            throw new NotificationException(ReasonOf(fault), fault);
        }
        catch (OperationCanceledException fault) when (!cancellation.IsCancellationRequested)
        {
            throw new NotificationException(NotificationSentences.WebhookTooLate.Of(options.Timeout.TotalSeconds), fault);
        }
    }

    public static string Sign(string secret, string timestamp, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp + "."), .. body];
        return "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }

    private static Sentence ReasonOf(HttpStatusCode status) => (int)status switch
    {
        401 or 403 => NotificationSentences.WebhookNotLetIn.Of((int)status),
        404 or 405 or 410 => NotificationSentences.WebhookNotThere.Of((int)status),
        >= 300 and < 400 => NotificationSentences.WebhookRedirects.Of((int)status),
        _ => NotificationSentences.WebhookAnswers.Of((int)status),
    };

    private static Sentence ReasonOf(Exception fault) => (fault as HttpRequestException)?.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => NotificationSentences.WebhookNoHost.Of(fault.Message),
        HttpRequestError.SecureConnectionError => NotificationSentences.WebhookTlsFailed.Of(fault.GetBaseException().Message),
        _ => NotificationSentences.WebhookUnreachable.Of(fault.Message),
    };

    public void Dispose() => _http.Dispose();
}
