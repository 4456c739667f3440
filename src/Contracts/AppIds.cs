namespace Jinan.IndustryBrain.Contracts;

/// <summary>Dapr application ids of the services.</summary>
public static class AppIds
{
    public const string Collector = "collector";
    public const string Historian = "historian";
    public const string Inference = "inference";
    public const string Uplink = "uplink";
    public const string EdgeConsole = "edge-console";
    public const string Gateway = "gateway";
    public const string Brain = "brain";

    /// <summary>The <c>brain</c> tool: it has a sidecar endpoint but no port of its own.</summary>
    public const string Cli = "cli";
}
