using Microsoft.AspNetCore.Http;

namespace Jinan.IndustryBrain.ServiceDefaults.Hosting;

/// <summary>What a caller can do about a refusal, for answers that say nothing of their own.</summary>
internal static class ProblemAdvice
{
    public static void Add(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        problem.Detail ??= (problem.Status ?? context.HttpContext.Response.StatusCode) switch
        {
            StatusCodes.Status400BadRequest => "The request cannot be read. Compare it with the API's description.",
            StatusCodes.Status401Unauthorized =>
                "No valid access token. Get one from the realm's token endpoint and send it as 'Authorization: Bearer <token>'; "
                + "an expired one is replaced the same way.",
            StatusCodes.Status403Forbidden =>
                "The token is valid, but its role, or the factory that it speaks for, does not allow this. Use the address of "
                + "your own factory, or ask for the role.",
            StatusCodes.Status404NotFound => "There is nothing at this address. The API's description lists what there is.",
            StatusCodes.Status405MethodNotAllowed => "This address does not know the method. See the header Allow.",
            StatusCodes.Status413PayloadTooLarge => "The body is too large. Send fewer items at a time.",
            StatusCodes.Status415UnsupportedMediaType => "Send JSON with 'Content-Type: application/json'.",
            StatusCodes.Status429TooManyRequests => "Too many requests. Wait for the seconds in Retry-After and go on slower.",
            StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout =>
                "A service behind this one does not answer. Nothing was lost on your side: try again later.",
            >= 500 => "The fault is on our side and in our log, under the trace id. Try again later.",
            _ => null,
        };
    }
}
