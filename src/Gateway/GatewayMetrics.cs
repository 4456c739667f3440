using System.Diagnostics.Metrics;

namespace Jinan.IndustryBrain.Gateway;

internal sealed class GatewayMetrics
{
    public const string MeterName = "Jinan.IndustryBrain.Gateway";

    private readonly Counter<long> _requests;
    private readonly Counter<long> _limited;

    public GatewayMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _requests = meter.CreateCounter<long>("industrybrain.gateway.requests", "{request}", "Requests, by side and status code");
        _limited = meter.CreateCounter<long>("industrybrain.gateway.rate_limited", "{request}", "Requests refused because their tenant made too many");
    }

    public void Answered(string side, int status) => _requests.Add(
        1, new KeyValuePair<string, object?>("side", side), new KeyValuePair<string, object?>("http.response.status_code", status));

    public void RateLimited() => _limited.Add(1);
}
