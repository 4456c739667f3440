using Grpc.Core;

namespace Jinan.IndustryBrain.Sidecar.Api;

/// <summary>A call is answered with an error of the Dapr API: its code over HTTP, its status over gRPC.</summary>
internal sealed class DaprApiException(string code, string message, int httpStatus, StatusCode grpcStatus) : Exception(message)
{
    public string Code { get; } = code;

    public int HttpStatus { get; } = httpStatus;

    public StatusCode GrpcStatus { get; } = grpcStatus;
}
