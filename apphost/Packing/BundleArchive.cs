using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Jinan.IndustryBrain.AppHost.Packing;

/// <summary>
/// Writes a bundle as one file: tar.gz, for Windows zip. The same content gives the same bytes: entries are in the order of
/// their paths, with one time and one owner.
/// </summary>
internal static class BundleArchive
{
    // The earliest that a zip can say.
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Executable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The digests of all files, as <c>sha256sum -c</c> reads them.</summary>
    public static async Task<byte[]> DigestsAsync(IEnumerable<BundleFile> files, CancellationToken cancellation)
    {
        var sums = new StringBuilder();
        foreach (var file in files)
        {
            await using var content = file.Open();
            sums.Append(Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation))).Append("  ").Append(file.Path).Append('\n');
        }

        return Encoding.UTF8.GetBytes(sums.ToString());
    }

    /// <param name="top">The one folder that everything unpacks into.</param>
    public static async Task WriteAsync(string path, string top, IEnumerable<BundleFile> files, CancellationToken cancellation)
    {
        var unfinished = path + ".new";
        await using (var stream = File.Create(unfinished))
        {
            if (path.EndsWith(".zip", StringComparison.Ordinal))
                await WriteZipAsync(stream, top, files, cancellation);
            else
                await WriteTarAsync(stream, top, files, cancellation);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    private static async Task WriteTarAsync(Stream stream, string top, IEnumerable<BundleFile> files, CancellationToken cancellation)
    {
        await using var gzip = new GZipStream(stream, CompressionLevel.Optimal);
        await using var tar = new TarWriter(gzip, TarEntryFormat.Pax);
        foreach (var file in files)
        {
            await using var content = file.Open();
            await tar.WriteEntryAsync(
                new PaxTarEntry(TarEntryType.RegularFile, $"{top}/{file.Path}")
                {
                    ModificationTime = Time,
                    Mode = file.IsExecutable ? Executable : Readable,
                    DataStream = content,
                },
                cancellation);
        }
    }

    private static async Task WriteZipAsync(Stream stream, string top, IEnumerable<BundleFile> files, CancellationToken cancellation)
    {
        await using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        foreach (var file in files)
        {
            var entry = zip.CreateEntry($"{top}/{file.Path}", CompressionLevel.Optimal);
            entry.LastWriteTime = Time;
            await using var content = file.Open();
            await using var target = await entry.OpenAsync(cancellation);
            await content.CopyToAsync(target, cancellation);
        }
    }
}
