using Jinan.IndustryBrain.ServiceDefaults.Options;

namespace Jinan.IndustryBrain.Gateway;

/// <summary>Section <c>Gateway</c>.</summary>
internal sealed record GatewayOptions : IValidatedOptions
{
    public const string Section = "Gateway";

    /// <summary>Largest body of a batch of insights.</summary>
    public int MaxInsightBytes { get; init; } = 1024 * 1024;

    /// <summary>Requests that one tenant (a factory, a person, an address without token) may make at once.</summary>
    public int Burst { get; init; } = 60;

    /// <summary>Requests a second that one tenant may go on making.</summary>
    public int RequestsPerSecond { get; init; } = 10;

    /// <summary>Requests for pages, and for what they load, that one address may make at once.</summary>
    public int PageBurst { get; init; } = 300;

    /// <summary>Requests for pages that one address may go on making; a department may be behind one.</summary>
    public int PageRequestsPerSecond { get; init; } = 50;

    public IEnumerable<string> FindFaults()
    {
        if (MaxInsightBytes is < 1024 or > 4 * 1024 * 1024)
            yield return $"MaxInsightBytes is {MaxInsightBytes}: use 1024 to 4194304";
        if (Burst is < 1 or > 100_000)
            yield return $"Burst is {Burst}: use 1 to 100000";
        if (RequestsPerSecond is < 1 or > 10_000)
            yield return $"RequestsPerSecond is {RequestsPerSecond}: use 1 to 10000";
        if (PageBurst is < 1 or > 100_000)
            yield return $"PageBurst is {PageBurst}: use 1 to 100000";
        if (PageRequestsPerSecond is < 1 or > 10_000)
            yield return $"PageRequestsPerSecond is {PageRequestsPerSecond}: use 1 to 10000";
    }
}
