using System.Diagnostics.Metrics;
using Jinan.IndustryBrain.Sidecar.PubSub;

namespace Jinan.IndustryBrain.Sidecar;

/// <summary>The sidecar's instruments.</summary>
internal sealed class Metrics
{
    public const string MeterName = "Jinan.IndustryBrain.Sidecar";

    private readonly Counter<long> _published;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _expired;
    private readonly Counter<long> _deadLettered;
    private readonly Counter<long> _stateOperations;
    private readonly Counter<long> _stateCommits;
    private readonly Counter<long> _invocations;
    private readonly Meter _meter;

    public Metrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _published = _meter.CreateCounter<long>("industrybrain.sidecar.pubsub.published", "{message}", "Messages acknowledged to publishers");
        _refused = _meter.CreateCounter<long>("industrybrain.sidecar.pubsub.refused", "{message}", "Messages refused because a topic is full or the disk fails");
        _delivered = _meter.CreateCounter<long>("industrybrain.sidecar.pubsub.delivered", "{message}", "Deliveries by outcome");
        _expired = _meter.CreateCounter<long>("industrybrain.sidecar.pubsub.expired", "{message}", "Messages not delivered because their time to live was over");
        _deadLettered = _meter.CreateCounter<long>("industrybrain.sidecar.pubsub.dead_lettered", "{message}", "Messages put into dead-letter topics");
        _stateOperations = _meter.CreateCounter<long>("industrybrain.sidecar.state.operations", "{operation}", "State operations written");
        _stateCommits = _meter.CreateCounter<long>("industrybrain.sidecar.state.commits", "{commit}", "Transactions that carried them");
        _invocations = _meter.CreateCounter<long>("industrybrain.sidecar.invocations", "{call}", "Calls forwarded between applications, by outcome");
    }

    /// <summary>Shows how far consumer groups are behind.</summary>
    public void ObserveLag(Func<IEnumerable<Measurement<long>>> lags) =>
        _meter.CreateObservableGauge("industrybrain.sidecar.pubsub.lag", lags, "{message}", "Messages that a consumer group has not finished");

    public void Published(string pubSub, string topic, int count) => _published.Add(count, new("pubsub", pubSub), new("topic", topic));

    public void PublishRefused(string pubSub, string topic) => _refused.Add(1, new("pubsub", pubSub), new("topic", topic));

    public void Delivered(string pubSub, string topic, string app, DeliveryOutcome outcome) =>
        _delivered.Add(1, new("pubsub", pubSub), new("topic", topic), new("app", app), new("outcome", OutcomeName(outcome)));

    public void Expired(string pubSub, string topic, string app) => _expired.Add(1, new("pubsub", pubSub), new("topic", topic), new("app", app));

    public void DeadLettered(string pubSub, string topic, string app) => _deadLettered.Add(1, new("pubsub", pubSub), new("topic", topic), new("app", app));

    public void StateCommitted(string store, int operations)
    {
        _stateOperations.Add(operations, new KeyValuePair<string, object?>("store", store));
        _stateCommits.Add(1, new KeyValuePair<string, object?>("store", store));
    }

    public void Invoked(string target, bool forwarded) => _invocations.Add(1, new("target", target), new("outcome", forwarded ? "forwarded" : "failed"));

    private static string OutcomeName(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Done => "done",
        DeliveryOutcome.Retry => "retry",
        DeliveryOutcome.Drop => "drop",
        _ => "unreachable",
    };
}
