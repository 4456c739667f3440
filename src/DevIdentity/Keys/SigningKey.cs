using System.Security.Cryptography;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace Jinan.IndustryBrain.DevIdentity.Keys;

/// <summary>The RSA key that signs tokens: made on the first run, kept so that tokens outlive a restart.</summary>
internal static class SigningKey
{
    private const int Bits = 2048;

    public static RsaSecurityKey LoadOrCreate(string folder)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, "signing-key.pem");
        var rsa = RSA.Create(Bits);
        try
        {
            if (File.Exists(path))
                rsa.ImportFromPem(File.ReadAllText(path));
            else
                Save(rsa, path);
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException)
        {
            throw new ServiceStartException(
                $"The signing key {path} cannot be read: {fault.Message} Delete it to have a new one made; tokens signed with "
                + "the old one are refused from then on.",
                fault);
        }

        // The thumbprint names the key, so that a new key has a new name and resource servers fetch it.
        var key = new RsaSecurityKey(rsa);
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return key;
    }

    private static void Save(RSA rsa, string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        // Under another name first: a crash leaves no half key behind.
        var unfinished = path + ".new";
        File.Delete(unfinished);
        using (var stream = new FileStream(unfinished, options))
        using (var writer = new StreamWriter(stream))
        {
            writer.Write(rsa.ExportPkcs8PrivateKeyPem());
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
