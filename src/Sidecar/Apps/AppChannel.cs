using System.Net;
using Jinan.IndustryBrain.Sidecar.Configuration;

namespace Jinan.IndustryBrain.Sidecar.Apps;

/// <summary>The way to one application: pooled connections to its port on this machine, with the token that it expects.</summary>
internal sealed class AppChannel(AppOptions app, int port, HttpMessageInvoker http)
{
    public const string TokenHeader = "dapr-api-token";

    public string AppId => app.AppId;

    public int Port { get; } = port;

    public Uri Address { get; } = new($"http://127.0.0.1:{port}");

    public string? Token => app.AppApiToken;

    /// <summary>One invoker for the process: connections are pooled by address, so applications do not share any.</summary>
    public static HttpMessageInvoker CreateInvoker() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        // The trace of a message or call is carried by hand: it is the publisher's, not this process's.
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        // Below Kestrel's keep-alive of 130 s, so that we do not write into a connection that is just being closed.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(100),
        EnableMultipleHttp2Connections = true,
    });

    public HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(Address, path));
        if (Token is not null)
            request.Headers.TryAddWithoutValidation(TokenHeader, Token);
        return request;
    }

    /// <exception cref="HttpRequestException">The application did not answer.</exception>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        http.SendAsync(request, cancellationToken);

    /// <summary>Reads a small answer; what is beyond the limit is not read.</summary>
    public static async Task<byte[]> ReadAnswerAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[Math.Min(maxBytes, response.Content.Headers.ContentLength ?? maxBytes)];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length == buffer.Length ? buffer : buffer[..length];
    }
}
