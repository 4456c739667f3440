using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>The headers of requests (OPC 10000-4, 7.33).</summary>
static class RequestHeaders
{
    static uint _lastHandle;

    public static RequestHeader Make(TimeProvider time, TimeSpan timeout, NodeId authenticationToken = default) => new()
    {
        AuthenticationToken = authenticationToken,
        Timestamp = time.GetUtcNow().UtcDateTime,
        RequestHandle = Interlocked.Increment(ref _lastHandle),
        TimeoutHint = (uint)Math.Min(timeout.TotalMilliseconds, uint.MaxValue),
    };
}
