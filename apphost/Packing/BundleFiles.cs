using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using Jinan.IndustryBrain.AppHost.Setup;

namespace Jinan.IndustryBrain.AppHost.Packing;

/// <summary>
/// What goes into a bundle, by path. Programs share one folder, so that what they have in common is there once; those that
/// bring another build of a shared file go into the next one.
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
    public string AddProgram(string published, string assembly)
    {
        var files = Directory.EnumerateFiles(published, "*", SearchOption.AllDirectories)
            .Where(IsWanted)
            .Select(source => (Source: source, Path: Path.GetRelativePath(published, source).Replace('\\', '/')))
            .ToList();
        if (!files.Any(f => f.Path == assembly + ".dll"))
            throw new SetupException($"Publishing made no {assembly}.dll in {published}. Pack again without --no-build.");
        var folder = Folders().First(folder => files.All(f => FitsIn($"{folder}/{f.Path}", f.Source)));
        foreach (var (source, path) in files)
            if (!_files.ContainsKey($"{folder}/{path}"))
                Add($"{folder}/{path}", source, isExecutable: path == assembly);
        return $"{folder}/{assembly}";
    }

    /// <exception cref="SetupException">A file is compiled for another platform than the bundle.</exception>
    public void RequirePlatform()
    {
        var others = new List<string>();
        foreach (var file in _files.Values)
        {
            using var content = file.Open();
            if (BinaryHeader.RuntimeOf(content) is { } other && other != runtime)
                others.Add($"{file.Path} ({other})");
        }

        if (others.Count > 0)
            throw new SetupException(
                $"Files in this bundle for {runtime} are compiled for other platforms: {string.Join(", ", others)}. Leave them out where the packages that bring them are named.");
    }

    private static IEnumerable<string> Folders() => Enumerable.Range(1, int.MaxValue).Select(n => n == 1 ? Shared : $"{Shared}{n}");

    private bool FitsIn(string path, string source)
    {
        if (!_files.TryGetValue(path, out var there))
            return true;
        using var one = there.Open();
        using var other = File.OpenRead(source);
        return one.Length == other.Length && SHA256.HashData(one).AsSpan().SequenceEqual(SHA256.HashData(other));
    }

    // Packages bring programs of other systems and their debugging symbols along, and a publish what only IIS reads.
    private bool IsWanted(string source)
    {
        if (Path.GetFileName(source) == "web.config" || Path.GetExtension(source) is ".dbg" or ".lib" or ".xml")
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
