using Dapr.AppCallback.Autogen.Grpc.v1;
using Dapr.Client;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Reflection.V1Alpha;
using Jinan.IndustryBrain.Sidecar.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Jinan.IndustryBrain.Sidecar.Tests.Invocation;

/// <summary>Any gRPC service of an application, called through the sidecar.</summary>
public sealed class GrpcInvocationTests : IAsyncLifetime
{
    // Dapr.Protos has the server side of this service and no client.
    private static readonly Method<TopicEventRequest, TopicEventResponse> Method = new(
        MethodType.Unary,
        "dapr.proto.runtime.v1.AppCallback",
        "OnTopicEvent",
        Marshallers.Create(message => message.ToByteArray(), TopicEventRequest.Parser.ParseFrom),
        Marshallers.Create(message => message.ToByteArray(), TopicEventResponse.Parser.ParseFrom));

    private TestApp _app = null!;
    private TestSidecar _sidecar = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await new TestApp
        {
            AppId = "callee",
            Token = "app-token",
            Protocols = HttpProtocols.Http2,
            Services = services => services.AddGrpc(),
            Map = web => web.MapGrpcService<Answering>(),
        }.StartAsync();
        _sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("caller", "caller-token"), TestSidecar.Served(_app)]);
    }

    public async ValueTask DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Invoke_WithTheSdksInvoker_ReachesTheService()
    {
        var answer = await CallAsync(Invoker("callee"), new TopicEventRequest { Id = "1", Topic = "t" });

        Assert.Equal(TopicEventResponse.Types.TopicEventResponseStatus.Retry, answer.Status);
    }

    [Fact]
    public async Task Invoke_ErrorsAndTrailers_ComeThrough()
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () => await CallAsync(Invoker("callee"), new TopicEventRequest { Id = "fail" }));

        Assert.Equal(StatusCode.DataLoss, error.StatusCode);
        Assert.Equal("as told", error.Status.Detail);
        Assert.Equal("caller", error.Trailers.GetValue("seen-caller"));
    }

    [Fact]
    public async Task Invoke_UnknownApplication_IsNotFound()
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () => await CallAsync(Invoker("nobody"), new TopicEventRequest()));

        Assert.Equal(StatusCode.NotFound, error.StatusCode);
        Assert.Contains("nobody", error.Status.Detail);
    }

    [Fact]
    public async Task Invoke_ApplicationAway_IsUnavailable()
    {
        await _app.StopAsync();

        var error = await Assert.ThrowsAsync<RpcException>(async () => await CallAsync(Invoker("callee"), new TopicEventRequest()));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
    }

    [Fact]
    public async Task Service_UnknownWithoutApplication_IsUnimplemented()
    {
        using var channel = GrpcChannel.ForAddress(_sidecar.GrpcAddress("callee"));

        var error = await Assert.ThrowsAsync<RpcException>(async () => await CallAsync(channel.CreateCallInvoker(), new TopicEventRequest()));

        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
    }

    [Fact]
    public async Task Reflection_TellsTheDaprService()
    {
        using var channel = GrpcChannel.ForAddress(_sidecar.GrpcAddress("callee"));
        using var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { FileContainingSymbol = "dapr.proto.runtime.v1.Dapr" });
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.NotEmpty(call.ResponseStream.Current.FileDescriptorResponse.FileDescriptorProto);

        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Contains(call.ResponseStream.Current.ListServicesResponse.Service, service => service.Name == "dapr.proto.runtime.v1.Dapr");
    }

    private CallInvoker Invoker(string appId) =>
        DaprClient.CreateInvocationInvoker(appId, _sidecar.GrpcAddress("caller").OriginalString, "caller-token");

    private static Task<TopicEventResponse> CallAsync(CallInvoker invoker, TopicEventRequest request) =>
        invoker.AsyncUnaryCall(Method, null, default, request).ResponseAsync;

    private sealed class Answering : AppCallback.AppCallbackBase
    {
        public override Task<TopicEventResponse> OnTopicEvent(TopicEventRequest request, ServerCallContext context)
        {
            context.ResponseTrailers.Add("seen-caller", context.RequestHeaders.GetValue("dapr-caller-app-id") ?? "");
            return request.Id == "fail"
                ? throw new RpcException(new Status(StatusCode.DataLoss, "as told"))
                : Task.FromResult(new TopicEventResponse { Status = TopicEventResponse.Types.TopicEventResponseStatus.Retry });
        }

        public override Task<ListTopicSubscriptionsResponse> ListTopicSubscriptions(Empty request, ServerCallContext context) =>
            Task.FromResult(new ListTopicSubscriptionsResponse());
    }
}
