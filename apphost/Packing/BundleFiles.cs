using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using Jinan.IndustryBrain.AppHost.Setup;

namespace Jinan.IndustryBrain.AppHost.Packing;

/// <summary>
/// What goes into a bundle, by path. Programs share one folder, so that what they have in common is there once; one that
/// brings another build of a shared file gets a folder of its own.
/// </summary>
internal sealed class BundleFiles(string runtime)
{
    private const string Shared = "app";

    private readonly SortedDictionary<string, BundleFile> _files = new(StringComparer.Ordinal);

    public IReadOnlyCollection<BundleFile> All => _files.Values;

    public void Add(string path, string source, bool isExecutable = false) =>
        _files.Add(path, new BundleFile(path, isExecutable, () => File.OpenRead(source)));

    public void Add(string path, byte[] content, bool isExecutable = false) =>
        _files.Add(path, new BundleFile(path, isExecutable, () => new MemoryStream(content)));

    /// <returns>The program's path in the bundle, without the platform's extension.</returns>
    public string AddProgram(string published, string assembly, string ownFolder)
    {
        var files = Directory.EnumerateFiles(published, "*", SearchOption.AllDirectories)
            .Where(IsWanted)
            .Select(source => (Source: source, Path: Path.GetRelativePath(published, source).Replace('\\', '/')))
            .ToList();
        if (!files.Any(f => f.Path == assembly + ".dll"))
            throw new SetupException($"Publishing made no {assembly}.dll in {published}. Pack again without --no-build.");
        var folder = files.All(f => FitsIn($"{Shared}/{f.Path}", f.Source)) ? Shared : ownFolder;
        foreach (var (source, path) in files)
            if (!_files.ContainsKey($"{folder}/{path}"))
                Add($"{folder}/{path}", source, isExecutable: path == assembly);
        return $"{folder}/{assembly}";
    }

    private bool FitsIn(string path, string source)
    {
        if (!_files.TryGetValue(path, out var there))
            return true;
        using var one = there.Open();
        using var other = File.OpenRead(source);
        return one.Length == other.Length && SHA256.HashData(one).AsSpan().SequenceEqual(SHA256.HashData(other));
    }

    // Packages bring programs of other systems and their debugging symbols along.
    private bool IsWanted(string source)
    {
        if (Path.GetExtension(source) is ".dbg" or ".lib" or ".xml")
            return false;
        if (Path.GetExtension(source) is not (".dll" or ".exe") || runtime.StartsWith("win", StringComparison.Ordinal))
            return true;
        using var stream = File.OpenRead(source);
        using var reader = new PEReader(stream);
        return reader.HasMetadata;
    }
}

/// <param name="Path">Within the bundle, with forward slashes.</param>
/// <param name="Open">The content.</param>
internal sealed record BundleFile(string Path, bool IsExecutable, Func<Stream> Open);
