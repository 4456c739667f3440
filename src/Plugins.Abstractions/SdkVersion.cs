namespace Jinan.IndustryBrain.Plugins.Abstractions;

/// <summary>
/// The version of the plugin SDK: what a capsule declares the range of. The minor part grows when something is added, the major
/// part when a capsule made for the version before would not run.
/// </summary>
public static class SdkVersion
{
    public static Version Current { get; } = new(1, 1);

    /// <summary>Whether a capsule that runs on versions from <paramref name="min"/> to below <paramref name="max"/> runs here.</summary>
    public static bool IsWithin(Version min, Version max) => Current >= min && Current < max;
}
