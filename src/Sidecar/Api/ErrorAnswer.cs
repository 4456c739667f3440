using System.Text.Json;
using Grpc.Core;

namespace Jinan.IndustryBrain.Sidecar.Api;

/// <summary>Writes errors as the protocol of the request wants them.</summary>
internal static class ErrorAnswer
{
    public static bool IsGrpc(HttpRequest request) =>
        request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    public static Task WriteAsync(HttpContext context, DaprApiException error) =>
        WriteAsync(context, error.Code, error.Message, error.HttpStatus, error.GrpcStatus);

    public static async Task WriteAsync(HttpContext context, string code, string message, int httpStatus, StatusCode grpcStatus)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            context.Abort();
            return;
        }
        response.Clear();
        if (IsGrpc(context.Request))
        {
            // A trailers-only response: the status stands in the headers, there is no message.
            response.StatusCode = StatusCodes.Status200OK;
            response.ContentType = "application/grpc";
            response.Headers["grpc-status"] = ((int)grpcStatus).ToString();
            response.Headers["grpc-message"] = Uri.EscapeDataString(message);
            return;
        }
        response.StatusCode = httpStatus;
        response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("errorCode", code);
        json.WriteString("message", message);
        json.WriteEndObject();
        await json.FlushAsync();
    }
}

/// <summary>Turns exceptions of the handlers into answers.</summary>
internal sealed class ErrorAnswers(ILogger<ErrorAnswers> log)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (DaprApiException e)
        {
            await ErrorAnswer.WriteAsync(context, e);
        }
        catch (BadHttpRequestException e)
        {
            var status = e.StatusCode == StatusCodes.Status413PayloadTooLarge ? StatusCode.ResourceExhausted : StatusCode.InvalidArgument;
            await ErrorAnswer.WriteAsync(context, "ERR_MALFORMED_REQUEST", e.Message, e.StatusCode, status);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer.
        }
        catch (Exception e)
        {
            Log.CallFailed(log, context.Request.Method, context.Request.Path, e);
            await ErrorAnswer.WriteAsync(context, "ERR_INTERNAL", $"the sidecar failed: {e.Message}", StatusCodes.Status500InternalServerError, StatusCode.Internal);
        }
    }
}
