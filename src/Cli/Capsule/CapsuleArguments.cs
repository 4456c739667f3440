using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.Capsules;
using Jinan.IndustryBrain.Capsules.Package;

namespace Jinan.IndustryBrain.Cli.Capsule;

/// <summary>Options that several capsule commands have.</summary>
internal static class CapsuleArguments
{
    public static Argument<string> File() => new("capsule") { Description = "The .capsule file" };

    public static Option<string?> KeyFolder() => new("--key-folder")
    {
        Description = "Folder of this machine's development key; the key is made on first use",
        HelpName = "folder",
    };

    public static Option<string?> Key() => new("--key")
    {
        Description = "A publisher's private key (PEM), in place of the development key",
        HelpName = "file",
    };

    public static Option<string?> Certificate() => new("--certificate")
    {
        Description = "The certificate to --key (PEM); its common name is the publisher",
        HelpName = "file",
    };

    public static Option<string?> Publishers(string description) => new("--publishers")
    {
        Description = description,
        HelpName = "folder",
    };

    /// <summary>The key to sign with. The certificate of a development key is also laid into the folder of trusted publishers.</summary>
    public static X509Certificate2 OpenSigner(string? keyFolder, string? key, string? certificate, string? publishers)
    {
        try
        {
            if (key is not null && certificate is not null && keyFolder is null)
                return PublisherKey.Open(certificate, key);
            if (keyFolder is null || key is not null || certificate is not null)
                throw new CommandException("Give either --key-folder (development key), or --key and --certificate.");
            var signer = PublisherKey.OpenDevelopment(keyFolder, TimeProvider.System);
            if (publishers is not null)
                PublisherKey.Publish(signer, publishers);
            return signer;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The signing key cannot be opened: {e.Message}");
        }
    }

    public static CapsuleFiles Read(string path)
    {
        try
        {
            using var stream = System.IO.File.OpenRead(path);
            return CapsuleFiles.ReadZip(stream);
        }
        catch (Exception e) when (e is CapsuleFormatException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path}: {e.Message}");
        }
    }

    /// <summary>Written aside and moved: whoever watches the folder never sees half a capsule.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        var aside = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
                Directory.CreateDirectory(folder);
            using (var stream = System.IO.File.Create(aside))
                write(stream);
            System.IO.File.Move(aside, path, overwrite: true);
        }
        catch (Exception e) when (e is CapsuleFormatException or IOException or UnauthorizedAccessException)
        {
            System.IO.File.Delete(aside);
            throw new CommandException($"{path} cannot be written: {e.Message}");
        }
    }
}
