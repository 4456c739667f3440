namespace Jinan.IndustryBrain.Collector.Tests;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("collector-").FullName;

    public string Of(params string[] names)
    {
        var folder = System.IO.Path.Combine([Path, .. names]);
        return Directory.CreateDirectory(folder).FullName;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
