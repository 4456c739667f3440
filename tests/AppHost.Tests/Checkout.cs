namespace Jinan.IndustryBrain.AppHost.Tests;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "aspire-manifest.json")))
                return folder;
        throw new InvalidOperationException("These tests look at the checkout they were built from; run them from its build output.");
    }
}
