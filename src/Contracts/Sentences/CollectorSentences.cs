namespace Jinan.IndustryBrain.Contracts.Sentences;

/// <summary>What the collector says of connections and signals beyond a server's own words.</summary>
public static class CollectorSentences
{
    /// <summary>Before the anchor of an advice in the guide "Connect a PLC", which is its code: <c>advice.badtimeout</c>.</summary>
    public const string Advice = "advice.";

    /// <summary>Before the name of what is wrong with a certificate, which is its code: <c>verdict.expired</c>.</summary>
    public const string Verdict = "verdict.";

    public static readonly SentenceForm NoFactory = new("collector.noFactory", "There is no factory '{0}' here; GET /factories lists those that are collected.");
    public static readonly SentenceForm NoField = new("signal.noField", "the path {0} leads to no value of this structure: 'brain opcua read' shows its fields");
    public static readonly SentenceForm CompareAndTrust = new("certificate.compare", "Compare the fingerprint with what the device shows, then: brain opcua trust add {0} --store {1}");
}
