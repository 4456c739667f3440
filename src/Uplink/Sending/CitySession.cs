using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;

namespace Jinan.IndustryBrain.Uplink.Sending;

/// <summary>One factory's way to the city: its token, and its batches. Used by one sender at a time.</summary>
internal sealed class CitySession(string factory, string credentialsFile, CityConnection city, TimeProvider time)
{
    /// <summary>A token is replaced so long before it expires that it does not expire on the way.</summary>
    private static readonly TimeSpan ExpiryMargin = TimeSpan.FromSeconds(30);

    private Token? _token;

    /// <summary>Sends a batch. A refused token is replaced once.</summary>
    /// <exception cref="CityException">Not now.</exception>
    public async Task<BatchAnswer> SendAsync(IReadOnlyList<Insight> insights, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes([.. insights], ContractsJson.Default.InsightArray);
        using var first = await PostAsync(body, cancellationToken);
        if (first.StatusCode != HttpStatusCode.Unauthorized)
            return await JudgeAsync(first, insights.Count, cancellationToken);

        _token = null;
        using var second = await PostAsync(body, cancellationToken);
        return await JudgeAsync(second, insights.Count, cancellationToken);
    }

    private async Task<BatchAnswer> JudgeAsync(HttpResponseMessage answer, int count, CancellationToken cancellationToken)
    {
        if (answer.IsSuccessStatusCode)
            return new BatchAnswer(IsPoison: false, await ReadRefusedAsync(answer, cancellationToken), null);

        var reason = await DescribeAsync(answer, cancellationToken);
        switch (answer.StatusCode)
        {
            case HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity:
                return new BatchAnswer(IsPoison: true, [], reason);

            // Either something in the batch speaks for another factory, or this factory may not send at all. An empty batch
            // tells which: nothing can be wrong within it.
            case HttpStatusCode.Forbidden when count > 0 && await TakesAnEmptyBatchAsync(cancellationToken):
                return new BatchAnswer(IsPoison: true, [], reason);

            default:
                throw new CityException(reason) { RetryAfter = RetryAfter(answer) };
        }
    }

    private async Task<bool> TakesAnEmptyBatchAsync(CancellationToken cancellationToken)
    {
        using var answer = await PostAsync("[]"u8.ToArray(), cancellationToken);
        return answer.IsSuccessStatusCode;
    }

    private async Task<HttpResponseMessage> PostAsync(byte[] body, CancellationToken cancellationToken)
    {
        var token = await TokenAsync(cancellationToken);
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(token.Gateway, $"/api/v1/factories/{Uri.EscapeDataString(factory)}/insights"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await city.SendAsync(request, cancellationToken);
    }

    private async Task<Token> TokenAsync(CancellationToken cancellationToken)
    {
        if (_token is { } held && time.GetUtcNow() < held.UseUntil)
            return held;

        var credentials = await Credentials.ReadAsync(credentialsFile, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, credentials.TokenEndpoint);
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = credentials.ClientId,
            ["client_secret"] = credentials.ClientSecret,
        });
        var asked = time.GetUtcNow();
        using var answer = await city.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new CityException(
                $"{credentials.TokenEndpoint} gives no token ({(int)answer.StatusCode}): check clientId and clientSecret in {credentialsFile}");
        TokenAnswer? token;
        try
        {
            token = JsonSerializer.Deserialize(
                await answer.Content.ReadAsByteArrayAsync(cancellationToken), CityJson.Default.TokenAnswer);
        }
        catch (JsonException fault)
        {
            throw new CityException($"{credentials.TokenEndpoint} answers with something that is no token: check tokenEndpoint", fault);
        }

        // Half its life if it is shorter than the margin: still better than one request a token.
        var life = TimeSpan.FromSeconds(token!.ExpiresIn);
        var margin = life > 2 * ExpiryMargin ? ExpiryMargin : life / 2;
        return _token = new Token(token.AccessToken, credentials.Gateway, asked + life - margin);
    }

    private static async Task<IReadOnlyList<RefusedItem>> ReadRefusedAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            var stored = JsonSerializer.Deserialize(
                await answer.Content.ReadAsByteArrayAsync(cancellationToken), CityJson.Default.StoredAnswer);
            return stored?.Refused ?? throw new CityException("the city's answer is empty: check gateway");
        }
        catch (JsonException fault)
        {
            // Something else than the city's gateway listens there; it has stored nothing.
            throw new CityException("the city's answer cannot be read: check gateway", fault);
        }
    }

    private static async Task<string> DescribeAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var text = $"the city answers {(int)answer.StatusCode}";
        try
        {
            var problem = JsonSerializer.Deserialize(await answer.Content.ReadAsByteArrayAsync(cancellationToken), CityJson.Default.Problem);
            return problem?.Detail is { Length: > 0 } detail ? $"{text}: {detail}" : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };

    private sealed record Token(string Value, Uri Gateway, DateTimeOffset UseUntil);
}

/// <summary>What the city made of a batch.</summary>
/// <param name="IsPoison">Something in it is refused each time that it is sent.</param>
/// <param name="Refused">When it was taken: items that were not.</param>
/// <param name="Reason">Why it is poison.</param>
internal sealed record BatchAnswer(bool IsPoison, IReadOnlyList<RefusedItem> Refused, string? Reason);

internal sealed record RefusedItem(int Index, string Reason);

internal sealed record StoredAnswer(IReadOnlyList<RefusedItem> Refused);

internal sealed record Problem(string? Detail);

internal sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string AccessToken, [property: JsonPropertyName("expires_in")] int ExpiresIn);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StoredAnswer))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class CityJson : JsonSerializerContext;
