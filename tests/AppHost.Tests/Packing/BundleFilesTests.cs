using System.Formats.Tar;
using System.IO.Compression;
using Jinan.IndustryBrain.AppHost.Packing;
using Jinan.IndustryBrain.AppHost.Setup;

namespace Jinan.IndustryBrain.AppHost.Tests.Packing;

/// <summary>What goes where in a bundle, and that the same content gives the same file.</summary>
public sealed class BundleFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bundle-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Published(string program, params (string Name, string Content)[] files)
    {
        var folder = Path.Combine(_folder, program);
        foreach (var (name, content) in files.Append((program, "host")).Append((program + ".json", "{}")))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            File.WriteAllText(Path.Combine(folder, name), content);
        }

        // A real assembly, because what has no metadata is a library of Windows.
        File.Copy(typeof(BundleFilesTests).Assembly.Location, Path.Combine(folder, program + ".dll"));
        return folder;
    }

    [Fact]
    public void Programs_WithTheSameLibrary_ShareItAndOneFolder()
    {
        var files = new BundleFiles("linux-x64");
        Assert.Equal("app/one", files.AddProgram(Published("one", ("libshared.so", "same")), "one"));
        Assert.Equal("app/two", files.AddProgram(Published("two", ("libshared.so", "same"), ("wwwroot/a.css", "x")), "two"));
        Assert.Single(files.All, f => f.Path.EndsWith("libshared.so", StringComparison.Ordinal));
        Assert.Contains(files.All, f => f.Path == "app/wwwroot/a.css");
        Assert.Equal(["app/one", "app/two"], files.All.Where(f => f.IsExecutable).Select(f => f.Path));
    }

    [Fact]
    public void Program_WithAnotherBuildOfALibrary_GoesIntoTheNextFolder()
    {
        var files = new BundleFiles("linux-x64");
        files.AddProgram(Published("one", ("libshared.so", "same")), "one");
        Assert.Equal("app2/two", files.AddProgram(Published("two", ("libshared.so", "other")), "two"));
        Assert.Equal("app2/three", files.AddProgram(Published("three", ("libshared.so", "other")), "three"));
        Assert.Equal(2, files.All.Count(f => f.Path.EndsWith("libshared.so", StringComparison.Ordinal)));
    }

    [Fact]
    public void Program_LibrariesOfOtherSystemsAndSymbols_AreLeftOut()
    {
        var files = new BundleFiles("linux-x64");
        var published = Published("one", ("lib.so.dbg", "symbols"), ("web.config", "IIS"), ("one.xml", "documentation"));
        // An executable of Windows without metadata: the header alone.
        var native = new byte[512];
        "MZ"u8.CopyTo(native);
        native[0x3c] = 0x80;
        "PE\0\0"u8.CopyTo(native.AsSpan(0x80));
        native[0x84] = 0x64;
        native[0x85] = 0x86;
        native[0x94] = 0xf0;
        native[0x98] = 0x0b;
        native[0x99] = 0x02;
        File.WriteAllBytes(Path.Combine(published, "native.dll"), native);
        files.AddProgram(published, "one");
        Assert.Equal(["app/one", "app/one.dll", "app/one.json"], files.All.Select(f => f.Path));
    }

    [Fact]
    public void Program_ThatWasNotPublished_IsSaid()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "empty")).FullName;
        Assert.Contains("--no-build", Assert.Throws<SetupException>(() => new BundleFiles("linux-x64").AddProgram(folder, "one")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archive_SameContent_IsTheSameFileInTheOrderOfItsPaths()
    {
        var first = Path.Combine(_folder, "first.tar.gz");
        var second = Path.Combine(_folder, "second.tar.gz");
        await BundleArchive.WriteAsync(first, "top", Files("b/x", "a/y").All, TestContext.Current.CancellationToken);
        await BundleArchive.WriteAsync(second, "top", Files("a/y", "b/x").All, TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllBytesAsync(first, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(second, TestContext.Current.CancellationToken));

        await using var tar = new TarReader(new GZipStream(File.OpenRead(first), CompressionMode.Decompress));
        var entries = new List<(string Name, bool IsExecutable)>();
        while (await tar.GetNextEntryAsync(cancellationToken: TestContext.Current.CancellationToken) is { } entry)
            entries.Add((entry.Name, entry.Mode.HasFlag(UnixFileMode.UserExecute)));
        Assert.Equal([("top/a/y", false), ("top/b/x", true)], entries);

        static BundleFiles Files(params string[] paths)
        {
            var files = new BundleFiles("linux-x64");
            foreach (var path in paths)
                files.Add(path, [1, 2, 3], isExecutable: path == "b/x");
            return files;
        }
    }
}
