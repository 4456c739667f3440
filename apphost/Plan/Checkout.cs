namespace Jinan.IndustryBrain.AppHost.Plan;

/// <summary>Finds the checkout that this program belongs to.</summary>
internal static class Checkout
{
    private const string ManifestName = "aspire-manifest.json";

    /// <returns>The manifest in the current folder or above, else above this program.</returns>
    public static string FindManifest() =>
        Above(Directory.GetCurrentDirectory()) ?? Above(AppContext.BaseDirectory)
        ?? throw new Manifest.ManifestException(
            $"There is no {ManifestName} here or above. Run inside a checkout, or pass --manifest.");

    private static string? Above(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var candidate = Path.Combine(folder, ManifestName);
            if (File.Exists(candidate))
                return candidate;
        }

        return null;
    }
}
