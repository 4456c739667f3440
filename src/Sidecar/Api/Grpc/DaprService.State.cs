using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jinan.IndustryBrain.Sidecar.State;

namespace Jinan.IndustryBrain.Sidecar.Api.Grpc;

/// <summary>State over gRPC.</summary>
internal sealed partial class DaprService
{
    public override Task<GetStateResponse> GetState(GetStateRequest request, ServerCallContext context)
    {
        var response = new GetStateResponse();
        if (Access(context, request.StoreName).Get(request.Key) is { } value)
        {
            response.Data = UnsafeByteOperations.UnsafeWrap(value.Data);
            response.Etag = value.Etag;
            if (value.Expires is { } expires)
                response.Metadata[StateMetadata.TtlExpireTime] = StateMetadata.ExpireTime(expires);
        }
        return Task.FromResult(response);
    }

    public override Task<GetBulkStateResponse> GetBulkState(GetBulkStateRequest request, ServerCallContext context)
    {
        var values = Access(context, request.StoreName).Get(request.Keys);
        var response = new GetBulkStateResponse();
        for (var i = 0; i < values.Count; i++)
        {
            var item = new BulkStateItem { Key = request.Keys[i] };
            if (values[i] is { } value)
            {
                item.Data = UnsafeByteOperations.UnsafeWrap(value.Data);
                item.Etag = value.Etag;
                if (value.Expires is { } expires)
                    item.Metadata[StateMetadata.TtlExpireTime] = StateMetadata.ExpireTime(expires);
            }
            response.Items.Add(item);
        }
        return Task.FromResult(response);
    }

    public override async Task<Empty> SaveState(SaveStateRequest request, ServerCallContext context)
    {
        var access = Access(context, request.StoreName);
        await access.WriteAsync([.. request.States.Select(item => ReadOperation(access, item, isDelete: false))], context.CancellationToken);
        return new();
    }

    public override async Task<Empty> DeleteState(DeleteStateRequest request, ServerCallContext context)
    {
        var access = Access(context, request.StoreName);
        var operation = new StateOperation(
            access.StoredKey(request.Key), default, request.Etag?.Value, Concurrency(request.Options), null, IsDelete: true);
        await access.WriteAsync([operation], context.CancellationToken);
        return new();
    }

    public override async Task<Empty> DeleteBulkState(DeleteBulkStateRequest request, ServerCallContext context)
    {
        var access = Access(context, request.StoreName);
        await access.WriteAsync([.. request.States.Select(item => ReadOperation(access, item, isDelete: true))], context.CancellationToken);
        return new();
    }

    public override async Task<Empty> ExecuteStateTransaction(ExecuteStateTransactionRequest request, ServerCallContext context)
    {
        var access = Access(context, request.StoreName);
        var common = StateMetadata.TimeToLive(request.Metadata);
        var operations = new List<StateOperation>(request.Operations.Count);
        foreach (var operation in request.Operations)
        {
            if (operation.OperationType is not ("upsert" or "delete"))
                throw DaprErrors.MalformedRequest($"operation type {operation.OperationType} not supported; it must be upsert or delete");
            var read = ReadOperation(access, operation.Request, operation.OperationType == "delete");
            operations.Add(read with { TimeToLive = read.TimeToLive ?? common });
        }
        await access.TransactAsync(operations, context.CancellationToken);
        return new();
    }

    private static StateOperation ReadOperation(StateAccess access, StateItem item, bool isDelete) => new(
        access.StoredKey(item.Key), item.Value.Memory, item.Etag?.Value, Concurrency(item.Options), StateMetadata.TimeToLive(item.Metadata), isDelete);

    private static StateConcurrency Concurrency(StateOptions? options) =>
        options?.Concurrency == StateOptions.Types.StateConcurrency.ConcurrencyFirstWrite ? StateConcurrency.FirstWrite : StateConcurrency.LastWrite;

    private static StateAccess Access(ServerCallContext context, string store)
    {
        var app = App(context);
        return new(app.Components.StateStore(store), app.AppId);
    }
}
