namespace Jinan.IndustryBrain.Plugins.Training.Tests;

/// <summary>The repository that the tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Jinan.IndustryBrain.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"There is no Jinan.IndustryBrain.sln above {AppContext.BaseDirectory}: run the tests from the repository's build output.");
    }
}
