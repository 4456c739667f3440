using Jinan.IndustryBrain.Contracts.Sentences;

namespace Jinan.IndustryBrain.Uplink.Sending;

/// <summary>
/// The connections to the city, shared by all factories. Without the resilience of other clients: here the outbox is the
/// resilience, and one factory's failures must not open a circuit for another.
/// </summary>
internal sealed class CityConnection(UplinkOptions options) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = options.RequestTimeout,
    };

    /// <exception cref="CityException">No answer came.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException fault)
        {
            throw new CityException(CitySentences.Unreachable.Of(AddressOf(request), fault.Message), fault);
        }
        catch (TaskCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CityException(CitySentences.TooLate.Of(AddressOf(request), options.RequestTimeout.TotalSeconds), fault);
        }
    }

    public void Dispose() => _http.Dispose();

    private static string AddressOf(HttpRequestMessage request) => request.RequestUri!.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}
