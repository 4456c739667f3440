namespace Jinan.IndustryBrain.PlantSimulator.Hosting;

/// <summary>Names of the plant's nodes.</summary>
internal static class PlantNamespace
{
    public const string Uri = "urn:jinan:industrybrain:plant";

    public const string InjectFault = "InjectFault";

    public const string ClearFaults = "ClearFaults";

    /// <summary>The identifier of a signal's or method's node.</summary>
    public static string NodeOf(string asset, string name) => $"{asset}.{name}";
}
