namespace Jinan.IndustryBrain.Functional.Tests.Running;

/// <summary>The checkout that these tests were built from, and what else was built in it.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    /// <returns>The assembly of a project built as these tests were.</returns>
    public static string OutputOf(string folder, string assembly)
    {
        var own = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar);
        var path = Path.Combine(Root, folder, "bin", own[^2], own[^1], assembly + ".dll");
        Assert.True(File.Exists(path), $"{path} is not there: build the whole solution first (dotnet build).");
        return path;
    }

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "aspire-manifest.json")))
                return folder;
        throw new InvalidOperationException("These tests look at the checkout they were built from; run them from its build output.");
    }
}
