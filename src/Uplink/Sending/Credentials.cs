using System.Text.Json;
using System.Text.Json.Serialization;
using Jinan.IndustryBrain.Contracts.Sentences;

namespace Jinan.IndustryBrain.Uplink.Sending;

/// <summary>How one factory reaches the city, as its folder says. Read anew for each token, so that a correction works at once.</summary>
internal sealed record Credentials(string ClientId, string ClientSecret, Uri TokenEndpoint, Uri Gateway)
{
    public const string FileName = "uplink-credentials.json";

    /// <exception cref="CityException">The file is missing or cannot be used; the message says what to do.</exception>
    public static async Task<Credentials> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(path);
            var credentials = await JsonSerializer.DeserializeAsync(stream, CredentialsJson.Default.Credentials, cancellationToken);
            return credentials is { TokenEndpoint.IsAbsoluteUri: true, Gateway.IsAbsoluteUri: true }
                ? credentials
                : throw new CityException(CitySentences.CredentialsIncomplete.Of(path));
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CityException(CitySentences.CredentialsMissing.Of(path), fault);
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CityException(CitySentences.CredentialsUnreadable.Of(path, fault.Message), fault);
        }
    }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Credentials))]
internal sealed partial class CredentialsJson : JsonSerializerContext;
