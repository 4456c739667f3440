namespace Jinan.IndustryBrain.Contracts;

/// <summary>Names of the Dapr components and topics that the edge's services share.</summary>
public static class Topics
{
    public const string PubSub = "pubsub";
    public const string StateStore = "statestore";

    /// <summary>Telemetry frames: raw payload, one Arrow IPC stream a message (see <see cref="Frames.FrameSchema"/>).</summary>
    public const string Frames = "frames";
    public const string FramesDead = "frames-dead";

    /// <summary>Insights: JSON of <see cref="Insights.Insight"/> in CloudEvents.</summary>
    public const string Insights = "insights";
    public const string InsightsDead = "insights-dead";

    /// <summary>Cases of machines and their changes: JSON of <see cref="Warnings.WarningCase"/> in CloudEvents.</summary>
    public const string Warnings = "warnings";
    public const string WarningsDead = "warnings-dead";
}
