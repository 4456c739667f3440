using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Jinan.IndustryBrain.Sidecar.Api.Grpc;

/// <summary>Answers errors of the API with their gRPC status.</summary>
internal sealed class ErrorInterceptor : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (DaprApiException e)
        {
            throw new RpcException(new Status(e.GrpcStatus, e.Message));
        }
    }
}
