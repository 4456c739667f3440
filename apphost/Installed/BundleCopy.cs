using System.Security.Cryptography;
using Jinan.IndustryBrain.AppHost.Setup;

namespace Jinan.IndustryBrain.AppHost.Installed;

/// <summary>Checks a bundle's digests and copies it to where it is installed.</summary>
internal static class BundleCopy
{
    private const string Sums = "SHA256SUMS";

    /// <exception cref="SetupException">A file is missing or is not what was packed.</exception>
    public static async Task VerifyAsync(Bundle bundle, CancellationToken cancellation)
    {
        foreach (var (path, digest) in await ReadAsync(bundle.Folder, cancellation))
        {
            try
            {
                await using var content = File.OpenRead(Path.Combine(bundle.Folder, path));
                if (Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation)) != digest)
                    throw new SetupException($"{path} of the bundle {bundle.Folder} is not what was packed. Unpack it anew.");
            }
            catch (IOException e)
            {
                throw new SetupException($"The bundle {bundle.Folder} is not whole: {e.Message} Unpack it anew.");
            }
        }
    }

    public static async Task<bool> IsSameAsync(string one, string other, CancellationToken cancellation) =>
        await File.ReadAllTextAsync(Path.Combine(one, Sums), cancellation) == await File.ReadAllTextAsync(Path.Combine(other, Sums), cancellation);

    /// <summary>Copies what the bundle's list names; the target is there whole or not at all.</summary>
    public static async Task CopyAsync(Bundle bundle, string target, CancellationToken cancellation)
    {
        var unfinished = target + ".new";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        foreach (var path in (await ReadAsync(bundle.Folder, cancellation)).Select(s => s.Path).Append(Sums))
        {
            var copy = Path.Combine(unfinished, path);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(bundle.Folder, path), copy);
        }

        Directory.Move(unfinished, target);
    }

    private static async Task<IReadOnlyList<(string Path, string Digest)>> ReadAsync(string folder, CancellationToken cancellation)
    {
        var file = Path.Combine(folder, Sums);
        if (!File.Exists(file))
            throw new SetupException($"The bundle {folder} has no {Sums}. Unpack it anew.");
        return [.. (await File.ReadAllLinesAsync(file, cancellation)).Where(l => l.Length > 66).Select(l => (l[66..], l[..64]))];
    }
}
