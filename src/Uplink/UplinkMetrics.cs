using System.Diagnostics.Metrics;

namespace Jinan.IndustryBrain.Uplink;

internal sealed class UplinkMetrics
{
    public const string MeterName = "Jinan.IndustryBrain.Uplink";

    private readonly Counter<long> _accepted;
    private readonly Counter<long> _malformed;
    private readonly Counter<long> _postponed;
    private readonly Counter<long> _acknowledged;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _requests;
    private readonly UpDownCounter<long> _pending;
    private readonly Counter<long> _exchanged;

    public UplinkMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _accepted = meter.CreateCounter<long>("industrybrain.uplink.insights.accepted", "{insight}", "Insights stored to be sent");
        _malformed = meter.CreateCounter<long>("industrybrain.uplink.insights.malformed", "{insight}", "Messages that are no insight of a factory here");
        _postponed = meter.CreateCounter<long>("industrybrain.uplink.insights.postponed", "{insight}", "Insights handed back because the disk or the outbox had no room");
        _acknowledged = meter.CreateCounter<long>("industrybrain.uplink.insights.acknowledged", "{insight}", "Insights that the city has acknowledged");
        _refused = meter.CreateCounter<long>("industrybrain.uplink.insights.refused", "{insight}", "Insights that the city refused for good");
        _requests = meter.CreateCounter<long>("industrybrain.uplink.requests", "{request}", "Requests to the city, by outcome");
        _pending = meter.CreateUpDownCounter<long>("industrybrain.uplink.insights.pending", "{insight}", "Insights that wait to be acknowledged");
        _exchanged = meter.CreateCounter<long>("industrybrain.uplink.exchanged", "{item}", "Reports, answers, tasks and receipts, by kind and outcome");
    }

    public void Accepted()
    {
        _accepted.Add(1);
        _pending.Add(1);
    }

    public void Found(long pending) => _pending.Add(pending);

    public void Malformed() => _malformed.Add(1);

    public void Postponed() => _postponed.Add(1);

    public void Done(int acknowledged, int refused)
    {
        _acknowledged.Add(acknowledged);
        _refused.Add(refused);
        _pending.Add(-acknowledged - refused);
    }

    public void Requested(string outcome) => _requests.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <param name="kind">As in the city's address.</param>
    /// <param name="outcome"><c>acknowledged</c>, <c>refused</c>, or <c>taken</c> for what was pulled.</param>
    /// <param name="count">How many.</param>
    public void Exchanged(string kind, string outcome, int count) => _exchanged.Add(
        count, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("outcome", outcome));
}
