using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.Uplink.Outbox;
using Jinan.IndustryBrain.Uplink.Sending;

namespace Jinan.IndustryBrain.Uplink.Status;

internal static class StatusEndpoint
{
    public static void MapStatus(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/status", DescribeAll);

    private static UplinkStatus DescribeAll(FactoryUplinks uplinks, UplinkOptions options)
    {
        var factories = uplinks.Open.Select(uplink => Describe(uplink, options)).ToList();
        return new UplinkStatus(
            factories.Sum(factory => factory.Pending), factories.Sum(factory => factory.DeadLetters) + uplinks.DeadLetters.Count, factories);
    }

    private static FactoryStatus Describe(FactoryUplink uplink, UplinkOptions options) => new(
        uplink.Factory,
        uplink.State.Name,
        uplink.Pending,
        uplink.Bytes,
        options.MaxOutboxBytes,
        uplink.DeadLetterCount,
        uplink.LastRefusal?.Text,
        uplink.LastRefusal?.Code,
        uplink.State.LastAcknowledged,
        uplink.State.Fault?.Text,
        uplink.State.Fault?.Code,
        uplink.State.NextTry);
}

/// <summary>The answer to <c>GET /status</c>.</summary>
/// <param name="Pending">Insights that wait, of all factories.</param>
/// <param name="DeadLetters">Put aside since this process started.</param>
internal sealed record UplinkStatus(long Pending, long DeadLetters, IReadOnlyList<FactoryStatus> Factories);

/// <summary>One factory's uplink.</summary>
/// <param name="State"><c>idle</c>, <c>sending</c>, or <c>waiting</c> for the city.</param>
/// <param name="Bytes">Size of what waits, on disk.</param>
/// <param name="MaxBytes">Beyond it insights stay with the broker.</param>
/// <param name="LastRefusal">Why the city did not take an insight, the last time.</param>
/// <param name="FaultCode">Which sentence the fault is.</param>
internal sealed record FactoryStatus(
    string Factory,
    string State,
    long Pending,
    long Bytes,
    long MaxBytes,
    long DeadLetters,
    string? LastRefusal,
    SentenceCode? LastRefusalCode,
    DateTimeOffset? LastAcknowledged,
    string? Fault,
    SentenceCode? FaultCode,
    DateTimeOffset? NextTry);
