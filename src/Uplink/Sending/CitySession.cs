using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.Uplink.Exchange;

namespace Jinan.IndustryBrain.Uplink.Sending;

/// <summary>
/// One factory's way to the city: its token, its batches, and what it asks for. Each batch stands in the log of exports before
/// it leaves. Thread-safe.
/// </summary>
internal sealed class CitySession(string factory, string credentialsFile, CityConnection city, ExportLog exports, TimeProvider time) : IDisposable
{
    /// <summary>A token is replaced so long before it expires that it does not expire on the way.</summary>
    private static readonly TimeSpan ExpiryMargin = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _asking = new(1, 1);
    private Token? _token;

    /// <exception cref="CityException">Not now.</exception>
    public Task<BatchAnswer> SendAsync(IReadOnlyList<Insight> insights, CancellationToken cancellationToken) => SendAsync(
        Payloads.Insights, JsonSerializer.SerializeToUtf8Bytes([.. insights], ContractsJson.Default.InsightArray), insights.Count, cancellationToken);

    /// <summary>Sends a batch. A refused token is replaced once.</summary>
    /// <exception cref="CityException">Not now.</exception>
    public async Task<BatchAnswer> SendAsync(string kind, byte[] body, int count, CancellationToken cancellationToken)
    {
        using var first = await PostAsync(kind, body, count, cancellationToken);
        if (first.StatusCode != HttpStatusCode.Unauthorized)
            return await JudgeAsync(kind, first, count, cancellationToken);

        _token = null;
        using var second = await PostAsync(kind, body, count, cancellationToken);
        return await JudgeAsync(kind, second, count, cancellationToken);
    }

    /// <returns>Null where this city has nothing at the address.</returns>
    /// <exception cref="CityException">Not now.</exception>
    public async Task<byte[]?> AskAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        using var first = await GetAsync(pathAndQuery, cancellationToken);
        if (first.StatusCode != HttpStatusCode.Unauthorized)
            return await ReadAsync(first, cancellationToken);
        _token = null;
        using var second = await GetAsync(pathAndQuery, cancellationToken);
        return await ReadAsync(second, cancellationToken);
    }

    public void Dispose() => _asking.Dispose();

    private async Task<byte[]?> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken) => answer switch
    {
        { IsSuccessStatusCode: true } => await answer.Content.ReadAsByteArrayAsync(cancellationToken),
        { StatusCode: HttpStatusCode.NotFound } => null,
        _ => throw new CityException(await DescribeAsync(answer, cancellationToken)) { RetryAfter = RetryAfter(answer) },
    };

    private async Task<BatchAnswer> JudgeAsync(string kind, HttpResponseMessage answer, int count, CancellationToken cancellationToken)
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
            case HttpStatusCode.Forbidden when count > 0 && await TakesAnEmptyBatchAsync(kind, cancellationToken):
                return new BatchAnswer(IsPoison: true, [], reason);

            // An older city. Insights it must know: without them the address itself is wrong.
            case HttpStatusCode.NotFound when kind != Payloads.Insights:
                return new BatchAnswer(IsPoison: false, [], reason) { IsOffered = false };

            default:
                throw new CityException(reason) { RetryAfter = RetryAfter(answer) };
        }
    }

    private async Task<bool> TakesAnEmptyBatchAsync(string kind, CancellationToken cancellationToken)
    {
        using var answer = await PostAsync(kind, "[]"u8.ToArray(), 0, cancellationToken);
        return answer.IsSuccessStatusCode;
    }

    private async Task<HttpResponseMessage> PostAsync(string kind, byte[] body, int count, CancellationToken cancellationToken)
    {
        var token = await TokenAsync(cancellationToken);
        using var request = RequestOf(HttpMethod.Post, token, kind);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var line = await exports.BeginAsync(kind, count, body, cancellationToken);
        var outcome = "no answer";
        try
        {
            var answer = await city.SendAsync(request, cancellationToken);
            outcome = answer.IsSuccessStatusCode ? "acknowledged" : $"refused ({(int)answer.StatusCode})";
            return answer;
        }
        finally
        {
            await exports.EndAsync(line, outcome);
        }
    }

    private async Task<HttpResponseMessage> GetAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        using var request = RequestOf(HttpMethod.Get, await TokenAsync(cancellationToken), pathAndQuery);
        return await city.SendAsync(request, cancellationToken);
    }

    private HttpRequestMessage RequestOf(HttpMethod method, Token token, string pathAndQuery)
    {
        var request = new HttpRequestMessage(method, new Uri(token.Gateway, $"/api/v1/factories/{Uri.EscapeDataString(factory)}/{pathAndQuery}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        return request;
    }

    private async Task<Token> TokenAsync(CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            return await HeldTokenAsync(cancellationToken);
        }
        finally
        {
            _asking.Release();
        }
    }

    private async Task<Token> HeldTokenAsync(CancellationToken cancellationToken)
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
            throw new CityException(CitySentences.NoToken.Of(credentials.TokenEndpoint, (int)answer.StatusCode, credentialsFile));
        TokenAnswer? token;
        try
        {
            token = JsonSerializer.Deserialize(
                await answer.Content.ReadAsByteArrayAsync(cancellationToken), CityJson.Default.TokenAnswer);
        }
        catch (JsonException fault)
        {
            throw new CityException(CitySentences.NotAToken.Of(credentials.TokenEndpoint), fault);
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
            return stored?.Refused ?? throw new CityException(CitySentences.EmptyAnswer.Of());
        }
        catch (JsonException fault)
        {
            // Something else than the city's gateway listens there; it has stored nothing.
            throw new CityException(CitySentences.UnreadableAnswer.Of(), fault);
        }
    }

    private static async Task<Sentence> DescribeAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var status = (int)answer.StatusCode;
        try
        {
            var problem = JsonSerializer.Deserialize(await answer.Content.ReadAsByteArrayAsync(cancellationToken), CityJson.Default.Problem);
            if (problem?.Detail is { Length: > 0 } detail)
            {
                var said = CitySentences.Says.Of(status, detail);
                return problem.DetailCode is { } code ? said with { Code = code } : said;
            }
        }
        catch (JsonException)
        {
            // Not a problem document: the status has to do.
        }

        return FormOf(answer.StatusCode).Of(status);
    }

    private static SentenceForm FormOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => CitySentences.TokenRefused,
        HttpStatusCode.Forbidden => CitySentences.NotAllowed,
        HttpStatusCode.NotFound => CitySentences.NothingThere,
        HttpStatusCode.TooManyRequests => CitySentences.TooOften,
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => CitySentences.OutOfService,
        _ => CitySentences.Answers,
    };

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
internal sealed record BatchAnswer(bool IsPoison, IReadOnlyList<RefusedItem> Refused, Sentence? Reason)
{
    /// <summary>Refused for good, where the batch held <paramref name="count"/> items: those that the city names, or the only one of a poison batch.</summary>
    public IEnumerable<RefusedItem> RefusedOf(int count) =>
        (IsPoison ? [new RefusedItem(0, Reason!.Text, Reason.Code)] : Refused).Where(item => item.Index >= 0 && item.Index < count);

    /// <summary>False where this city does not take such batches.</summary>
    public bool IsOffered { get; init; } = true;
}

internal sealed record RefusedItem(int Index, string Reason, SentenceCode? ReasonCode = null)
{
    public Sentence Said => new(ReasonCode, Reason);
}

internal sealed record StoredAnswer(IReadOnlyList<RefusedItem> Refused);

internal sealed record Problem(string? Detail, SentenceCode? DetailCode = null);

internal sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string AccessToken, [property: JsonPropertyName("expires_in")] int ExpiresIn);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StoredAnswer))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class CityJson : JsonSerializerContext;
