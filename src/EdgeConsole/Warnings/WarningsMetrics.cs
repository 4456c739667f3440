using System.Diagnostics.Metrics;

namespace Jinan.IndustryBrain.EdgeConsole.Warnings;

/// <summary>What becomes of insights and notifications.</summary>
internal sealed class WarningsMetrics
{
    public const string MeterName = "Jinan.IndustryBrain.EdgeConsole";

    private readonly Counter<long> _insights;
    private readonly Counter<long> _notifications;

    public WarningsMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _insights = meter.CreateCounter<long>("industrybrain.console.insights", "{insight}", "Insights from the topic, by what became of them");
        _notifications = meter.CreateCounter<long>("industrybrain.console.notifications", "{attempt}", "Attempts to notify, by channel and outcome");
    }

    public void Took(InsightOutcome outcome) => _insights.Add(1, new KeyValuePair<string, object?>("outcome", outcome switch
    {
        InsightOutcome.Opened => "opened",
        InsightOutcome.Joined => "joined",
        InsightOutcome.Known => "known",
        InsightOutcome.HeldBack => "held_back",
        InsightOutcome.StillRejected => "still_rejected",
        InsightOutcome.Overtaken => "overtaken",
        _ => "no_warning",
    }));

    public void Malformed() => _insights.Add(1, new KeyValuePair<string, object?>("outcome", "malformed"));

    public void Notified(string channel, string state) => _notifications.Add(
        1, new KeyValuePair<string, object?>("channel", channel), new KeyValuePair<string, object?>("outcome", state == Notifications.Delivery.Waiting ? "failed" : state));
}
