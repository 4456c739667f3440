using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.Brain.Storage;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Jinan.IndustryBrain.Brain.Ingest;

/// <summary>What every address that a factory's edge calls asks first.</summary>
internal static class FactoryBatch
{
    /// <returns>Why the caller may not speak for the factory, or null.</returns>
    public static ProblemHttpResult? FindRefusal(string factory, HttpContext http, FactoryRegistry registry, out RegisteredFactory? registered)
    {
        registered = registry.Find(factory);
        if (registered is null)
            return Refuse(403, "The factory is not registered", RefusalSentences.NotRegistered.Of(factory));
        return http.User.SingleClaim(CityIdentity.EnterpriseClaim) == registered.Enterprise
            ? null
            : Refuse(403, "The token speaks for another enterprise", RefusalSentences.OtherEnterprise.Of());
    }

    /// <returns>Why a body is no batch, or null.</returns>
    public static ProblemHttpResult? FindFault(JsonElement batch, int most, string what)
    {
        if (batch.ValueKind != JsonValueKind.Array)
            return Refuse(400, "Not a batch", $"Send a JSON array of {what}.");
        return batch.GetArrayLength() > most ? Refuse(413, $"Too many {what}", $"Send at most {most} {what} at a time.") : null;
    }

    public static ProblemHttpResult Refuse(int status, string title, Sentence said) =>
        TypedResults.Problem(said.Text, statusCode: status, title: title, extensions: said.ProblemMembers());

    public static ProblemHttpResult Refuse(int status, string title, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: title);

    public static DeadLetterRow DeadLetter(RegisteredFactory factory, JsonElement item, string reason, DateTimeOffset now)
    {
        var bytes = Encoding.UTF8.GetBytes(item.GetRawText());
        return new DeadLetterRow
        {
            Factory = factory.Id,
            Received = now,
            Reason = reason,
            Bytes = bytes.Length,
            Digest = Convert.ToHexStringLower(SHA256.HashData(bytes)),
        };
    }
}
