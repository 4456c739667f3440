using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Jinan.IndustryBrain.Sidecar.Api.Grpc;

/// <summary>
/// The server side of <c>dapr.proto.runtime.v1.Dapr</c>, bound by hand: the package Dapr.Protos has the messages but not
/// this base, and compiling a copy of dapr.proto would bring every message a second time. A method that is not overridden
/// answers Unimplemented, as generated code does.
/// </summary>
[BindServiceMethod(typeof(DaprServiceBase), nameof(BindService))]
internal abstract class DaprServiceBase
{
    private const string ServiceName = "dapr.proto.runtime.v1.Dapr";

    /// <summary>Found by its name by gRPC reflection, which the .NET SDK asks whether bulk publish is there.</summary>
    public static ServiceDescriptor Descriptor { get; } = DaprReflection.Descriptor.FindTypeByName<ServiceDescriptor>("Dapr");

    public virtual Task<Empty> PublishEvent(PublishEventRequest request, ServerCallContext context) => throw Unimplemented(nameof(PublishEvent));

    public virtual Task<BulkPublishResponse> BulkPublishEvent(BulkPublishRequest request, ServerCallContext context) => throw Unimplemented(nameof(BulkPublishEvent));

    public virtual Task<BulkPublishResponse> BulkPublishEventAlpha1(BulkPublishRequest request, ServerCallContext context) => throw Unimplemented(nameof(BulkPublishEventAlpha1));

    public virtual Task<GetStateResponse> GetState(GetStateRequest request, ServerCallContext context) => throw Unimplemented(nameof(GetState));

    public virtual Task<GetBulkStateResponse> GetBulkState(GetBulkStateRequest request, ServerCallContext context) => throw Unimplemented(nameof(GetBulkState));

    public virtual Task<Empty> SaveState(SaveStateRequest request, ServerCallContext context) => throw Unimplemented(nameof(SaveState));

    public virtual Task<Empty> DeleteState(DeleteStateRequest request, ServerCallContext context) => throw Unimplemented(nameof(DeleteState));

    public virtual Task<Empty> DeleteBulkState(DeleteBulkStateRequest request, ServerCallContext context) => throw Unimplemented(nameof(DeleteBulkState));

    public virtual Task<Empty> ExecuteStateTransaction(ExecuteStateTransactionRequest request, ServerCallContext context) => throw Unimplemented(nameof(ExecuteStateTransaction));

    public virtual Task<GetSecretResponse> GetSecret(GetSecretRequest request, ServerCallContext context) => throw Unimplemented(nameof(GetSecret));

    public virtual Task<GetBulkSecretResponse> GetBulkSecret(GetBulkSecretRequest request, ServerCallContext context) => throw Unimplemented(nameof(GetBulkSecret));

    public virtual Task<GetConfigurationResponse> GetConfiguration(GetConfigurationRequest request, ServerCallContext context) => throw Unimplemented(nameof(GetConfiguration));

    public virtual Task SubscribeConfiguration(
        SubscribeConfigurationRequest request, IServerStreamWriter<SubscribeConfigurationResponse> responseStream, ServerCallContext context) =>
        throw Unimplemented(nameof(SubscribeConfiguration));

    public virtual Task<UnsubscribeConfigurationResponse> UnsubscribeConfiguration(UnsubscribeConfigurationRequest request, ServerCallContext context) =>
        throw Unimplemented(nameof(UnsubscribeConfiguration));

    public virtual Task<GetMetadataResponse> GetMetadata(GetMetadataRequest request, ServerCallContext context) => throw Unimplemented(nameof(GetMetadata));

    public virtual Task<Empty> SetMetadata(SetMetadataRequest request, ServerCallContext context) => throw Unimplemented(nameof(SetMetadata));

    public virtual Task<Empty> Shutdown(ShutdownRequest request, ServerCallContext context) => throw Unimplemented(nameof(Shutdown));

    /// <summary>Called by ASP.NET Core, with null to learn the methods.</summary>
    public static void BindService(ServiceBinderBase binder, DaprServiceBase? service)
    {
        Add<PublishEventRequest, Empty>(nameof(PublishEvent), service is null ? null : service.PublishEvent);
        Add<BulkPublishRequest, BulkPublishResponse>(nameof(BulkPublishEvent), service is null ? null : service.BulkPublishEvent);
        Add<BulkPublishRequest, BulkPublishResponse>(nameof(BulkPublishEventAlpha1), service is null ? null : service.BulkPublishEventAlpha1);
        Add<GetStateRequest, GetStateResponse>(nameof(GetState), service is null ? null : service.GetState);
        Add<GetBulkStateRequest, GetBulkStateResponse>(nameof(GetBulkState), service is null ? null : service.GetBulkState);
        Add<SaveStateRequest, Empty>(nameof(SaveState), service is null ? null : service.SaveState);
        Add<DeleteStateRequest, Empty>(nameof(DeleteState), service is null ? null : service.DeleteState);
        Add<DeleteBulkStateRequest, Empty>(nameof(DeleteBulkState), service is null ? null : service.DeleteBulkState);
        Add<ExecuteStateTransactionRequest, Empty>(nameof(ExecuteStateTransaction), service is null ? null : service.ExecuteStateTransaction);
        Add<GetSecretRequest, GetSecretResponse>(nameof(GetSecret), service is null ? null : service.GetSecret);
        Add<GetBulkSecretRequest, GetBulkSecretResponse>(nameof(GetBulkSecret), service is null ? null : service.GetBulkSecret);
        Add<GetConfigurationRequest, GetConfigurationResponse>(nameof(GetConfiguration), service is null ? null : service.GetConfiguration);
        Add<UnsubscribeConfigurationRequest, UnsubscribeConfigurationResponse>(nameof(UnsubscribeConfiguration), service is null ? null : service.UnsubscribeConfiguration);
        Add<GetMetadataRequest, GetMetadataResponse>(nameof(GetMetadata), service is null ? null : service.GetMetadata);
        Add<SetMetadataRequest, Empty>(nameof(SetMetadata), service is null ? null : service.SetMetadata);
        Add<ShutdownRequest, Empty>(nameof(Shutdown), service is null ? null : service.Shutdown);
        binder.AddMethod(
            Describe<SubscribeConfigurationRequest, SubscribeConfigurationResponse>(MethodType.ServerStreaming, nameof(SubscribeConfiguration)),
            service is null ? null : new ServerStreamingServerMethod<SubscribeConfigurationRequest, SubscribeConfigurationResponse>(service.SubscribeConfiguration));

        void Add<TRequest, TResponse>(string name, UnaryServerMethod<TRequest, TResponse>? handler)
            where TRequest : class, IMessage<TRequest>, new()
            where TResponse : class, IMessage<TResponse>, new() =>
            binder.AddMethod(Describe<TRequest, TResponse>(MethodType.Unary, name), handler);
    }

    private static Method<TRequest, TResponse> Describe<TRequest, TResponse>(MethodType type, string name)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() =>
        new(type, ServiceName, name, Marshaller<TRequest>(), Marshaller<TResponse>());

    private static Marshaller<T> Marshaller<T>()
        where T : class, IMessage<T>, new()
    {
        var parser = new MessageParser<T>(() => new T());
        return Marshallers.Create(
            (message, context) =>
            {
                context.SetPayloadLength(message.CalculateSize());
                message.WriteTo(context.GetBufferWriter());
                context.Complete();
            },
            context => parser.ParseFrom(context.PayloadAsReadOnlySequence()));
    }

    private static RpcException Unimplemented(string method) =>
        new(new Status(StatusCode.Unimplemented, $"{method} is not served by this sidecar; run the application with daprd"));
}
