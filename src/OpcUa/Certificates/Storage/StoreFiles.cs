using System.Security.Cryptography;

namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>Why a file could not be read.</summary>
/// <param name="What">As the end of a sentence about the file.</param>
/// <param name="MayPass">It is not the content: the same file may be readable later (permissions, a disk).</param>
sealed record FileFault(string What, bool MayPass = false)
{
    public override string ToString() => What;
}

/// <summary>Reading and writing of single files. A file is there whole or not at all: written beside, then renamed.</summary>
static class StoreFiles
{
    public const string Unfinished = ".tmp";
    public const string CertificateLabel = "CERTIFICATE";
    public const string RevocationListLabel = "X509 CRL";
    const int MaxCertificateFile = 256 * 1_024;
    const int MaxListFile = 8 * 1_024 * 1_024;

    /// <summary>The DER blocks of a file of either kind: DER itself, or every PEM block with the label.</summary>
    /// <param name="path">The file.</param>
    /// <param name="label">What PEM blocks are called.</param>
    /// <param name="fault">Why there are none.</param>
    public static IReadOnlyList<ReadOnlyMemory<byte>> ReadBlocks(string path, string label, out FileFault? fault)
    {
        var bytes = ReadAll(path, label == RevocationListLabel ? MaxListFile : MaxCertificateFile, out fault);
        if (bytes is null) return [];
        // 0x30 begins every DER sequence and no PEM.
        if (bytes is [0x30, ..]) return [bytes];
        var blocks = ReadPem(bytes, label);
        if (blocks.Count == 0) fault = new FileFault($"is neither DER nor PEM with a {label} block");
        return blocks;
    }

    /// <summary>The certificates of a file.</summary>
    public static IReadOnlyList<ParsedCertificate> ReadCertificates(string path, out FileFault? fault) =>
        Read(path, CertificateLabel, "certificate", ParsedCertificate.TryRead, out fault);

    /// <summary>The revocation lists of a file.</summary>
    public static IReadOnlyList<RevocationList> ReadLists(string path, out FileFault? fault) =>
        Read(path, RevocationListLabel, "revocation list", RevocationList.TryRead, out fault);

    /// <summary>Writes a file that only its owner may read where <paramref name="isSecret"/>.</summary>
    /// <returns>False where the file is there already and must not be replaced.</returns>
    public static bool Write(string path, ReadOnlySpan<byte> content, bool isSecret = false, bool replace = true)
    {
        var unfinished = $"{path}.{Environment.ProcessId}-{Guid.NewGuid():N}{Unfinished}";
        var settings = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (isSecret && !OperatingSystem.IsWindows()) settings.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var stream = new FileStream(unfinished, settings))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, replace);
            return true;
        }
        catch (IOException) when (!replace && File.Exists(path))
        {
            return false;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Name of a certificate's file: who it is for people, the fingerprint so that each has one file.</summary>
    public static string NameOf(ParsedCertificate certificate)
    {
        const int longest = 40;
        var commonName = certificate.Subject.Split(',').Select(part => part.Trim())
            .FirstOrDefault(part => part.StartsWith("CN=", StringComparison.OrdinalIgnoreCase))?[3..] ?? "certificate";
        var plain = string.Concat(commonName.Take(longest).Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' ? character : '_'));
        return $"{plain}-{certificate.Fingerprint}.der";
    }

    static List<T> Read<T>(string path, string label, string kind, Func<ReadOnlyMemory<byte>, T?> tryRead, out FileFault? fault)
        where T : class
    {
        var all = new List<T>();
        foreach (var block in ReadBlocks(path, label, out fault))
        {
            if (tryRead(block) is { } one)
                all.Add(one);
            else
                fault = new FileFault($"holds a {kind} that is broken or incomplete");
        }

        return all;
    }

    static byte[]? ReadAll(string path, int limit, out FileFault? fault)
    {
        fault = null;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > limit)
            {
                fault = new FileFault($"is longer than {limit / 1_024} KiB");
                return null;
            }

            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            fault = new FileFault($"cannot be read: {exception.Message}", MayPass: true);
            return null;
        }
    }

    static List<ReadOnlyMemory<byte>> ReadPem(byte[] bytes, string label)
    {
        var blocks = new List<ReadOnlyMemory<byte>>();
        ReadOnlySpan<char> text = System.Text.Encoding.Latin1.GetString(bytes);
        while (PemEncoding.TryFind(text, out var fields))
        {
            if (text[fields.Label].SequenceEqual(label)) blocks.Add(Convert.FromBase64String(text[fields.Base64Data].ToString()));
            text = text[fields.Location.End..];
        }

        return blocks;
    }
}
