using System.Text.Json;

namespace Jinan.IndustryBrain.AppHost.Watch;

/// <summary>A factory's access token for the city, by its own client credentials.</summary>
internal sealed class FactoryToken(HttpClient http, string credentialsFile, TimeProvider time)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(20);

    private string? _token;
    private DateTimeOffset _expires;

    public async Task<string> GetAsync(CancellationToken cancellation)
    {
        if (_token is { } token && time.GetUtcNow() + Early < _expires)
            return token;
        var credentials = JsonSerializer.Deserialize<Credentials>(await File.ReadAllTextAsync(credentialsFile, cancellation), Json)
            ?? throw new JsonException($"{credentialsFile} is empty.");
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"),
            new("client_id", credentials.ClientId),
            new("client_secret", credentials.ClientSecret),
        ]);
        using var response = await http.PostAsync(credentials.TokenEndpoint, form, cancellation);
        response.EnsureSuccessStatusCode();
        using var answer = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation), default, cancellation);
        _expires = time.GetUtcNow().AddSeconds(answer.RootElement.GetProperty("expires_in").GetInt32());
        return _token = answer.RootElement.GetProperty("access_token").GetString()!;
    }

    public void Forget() => _token = null;

    private sealed record Credentials(string ClientId, string ClientSecret, Uri TokenEndpoint);
}
