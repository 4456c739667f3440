using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>A response that is decoded into an object for whoever awaits it.</summary>
/// <param name="onReceived">
/// Called on the receive loop before anything that arrives later is looked at: for what the next message may already need.
/// </param>
internal sealed class PendingResponse<TResponse>(Action<TResponse>? onReceived = null) : PendingRequest
    where TResponse : IServiceResponse, IIdentifiedStructure<TResponse>
{
    // Continuations run elsewhere: the receive loop must not end up running the caller's code.
    readonly TaskCompletionSource<TResponse> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TResponse> Response => _completion.Task;

    public override void Complete(ReadOnlySpan<byte> body)
    {
        var response = ServiceCodec.Decode<TResponse>(body);
        onReceived?.Invoke(response);
        _completion.TrySetResult(response);
    }

    public override void Fail(Exception reason)
    {
        _completion.TrySetException(reason);
        // Nobody may be waiting any more; an unobserved exception would be reported as if it were a fault of the program.
        _ = _completion.Task.Exception;
    }
}

/// <summary>For requests that have no response.</summary>
internal sealed class IgnoredResponse : PendingRequest
{
    public static IgnoredResponse Instance { get; } = new();

    public override void Complete(ReadOnlySpan<byte> body)
    {
    }

    public override void Fail(Exception reason)
    {
    }
}
