namespace Jinan.IndustryBrain.Uplink.Sending;

/// <summary>Kinds of what is sent; each is the last part of the city's address for it.</summary>
internal static class Payloads
{
    public const string Insights = "insights";
    public const string Warnings = "warnings";
    public const string TaskAnswers = "task-answers";
}
