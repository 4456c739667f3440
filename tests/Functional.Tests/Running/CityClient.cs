using System.Net.Http.Headers;
using System.Text.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;

namespace Jinan.IndustryBrain.Functional.Tests.Running;

/// <summary>Asks the city through its gateway as one factory, with that factory's own credentials.</summary>
internal sealed class CityClient(string data, string factory) : IDisposable
{
    public const int MostInOneAnswer = 500;

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public void Dispose() => _http.Dispose();

    /// <returns>The newest insights of a machine, at most <see cref="MostInOneAnswer"/>, newest first; null while the city cannot answer.</returns>
    public async Task<Insight[]?> TryReadInsightsAsync(string asset)
    {
        var file = Path.Combine(data, "factories", factory, "uplink-credentials.json");
        using var credentials = JsonDocument.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        string Text(string name) => credentials.RootElement.GetProperty(name).GetString()!;
        try
        {
            using var form = new FormUrlEncodedContent(
            [
                new("grant_type", "client_credentials"), new("client_id", Text("clientId")), new("client_secret", Text("clientSecret")),
            ]);
            using var granted = await _http.PostAsync(Text("tokenEndpoint"), form, TestContext.Current.CancellationToken);
            granted.EnsureSuccessStatusCode();
            using var token = JsonDocument.Parse(await granted.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

            var gateway = new Uri(Text("gateway").TrimEnd('/') + "/");
            using var request = new HttpRequestMessage(
                HttpMethod.Get, new Uri(gateway, $"api/v1/factories/{factory}/insights?take={MostInOneAnswer}&asset={Uri.EscapeDataString(asset)}"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.RootElement.GetProperty("access_token").GetString());
            using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
            response.EnsureSuccessStatusCode();
            return JsonSerializer.Deserialize(
                await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), ContractsJson.Default.InsightArray);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
