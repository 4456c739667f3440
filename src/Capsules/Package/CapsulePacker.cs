using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Jinan.IndustryBrain.Capsules.Format;

namespace Jinan.IndustryBrain.Capsules.Package;

/// <summary>Makes a signed capsule from a plugin's folder.</summary>
public static class CapsulePacker
{
    public const string DeclarationPath = "capsule.json";

    /// <param name="publisher">Certificate with its private key; its common name must be the declared publisher.</param>
    /// <returns>The declaration that was packed.</returns>
    /// <exception cref="CapsuleFormatException">The folder is no capsule; every fault is named.</exception>
    public static CapsuleDeclaration Pack(CapsuleFiles files, X509Certificate2 publisher, TimeProvider time, Stream output)
    {
        var declaration = CapsuleReader.ReadDeclaration(files);
        var name = publisher.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        if (name != declaration.Publisher)
            throw new CapsuleFormatException(
                $"capsule.json names the publisher '{declaration.Publisher}', the key is of '{name}'. Sign with the publisher's key.");
        files.Add(SoftwareBill.Path, SoftwareBill.Of(declaration, files));
        Sign(files, publisher, time);
        files.WriteZip(output);
        return declaration;
    }

    /// <summary>Signs anew what is already packed, e.g. with another publisher's key.</summary>
    public static void Sign(CapsuleFiles files, X509Certificate2 publisher, TimeProvider time)
    {
        var manifest = DigestManifest.Of(files).ToJson();
        var cms = new SignedCms(new ContentInfo(manifest), detached: true);
        var signer = new CmsSigner(publisher)
        {
            DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1"), // SHA-256
            IncludeOption = X509IncludeOption.EndCertOnly,
        };
        signer.SignedAttributes.Add(new Pkcs9SigningTime(time.GetUtcNow().UtcDateTime));
        cms.ComputeSignature(signer);
        files.Add(DigestManifest.Path, manifest);
        files.Add(DigestManifest.SignaturePath, cms.Encode());
    }
}

/// <summary>Reads and checks <c>capsule.json</c>.</summary>
internal static class CapsuleReader
{
    public static CapsuleDeclaration ReadDeclaration(CapsuleFiles files)
    {
        if (!files.Contains(CapsulePacker.DeclarationPath))
            throw new CapsuleFormatException($"There is no {CapsulePacker.DeclarationPath}. Every capsule declares itself there.");
        CapsuleDeclaration? declaration;
        try
        {
            declaration = JsonSerializer.Deserialize(files[CapsulePacker.DeclarationPath].Span, CapsuleJson.Default.CapsuleDeclaration);
        }
        catch (JsonException e)
        {
            throw new CapsuleFormatException($"capsule.json, line {e.LineNumber + 1}: {e.Message}", e);
        }

        if (declaration is null)
            throw new CapsuleFormatException("capsule.json is empty.");
        var faults = DeclarationCheck.Faults(declaration, files.Paths.ToHashSet());
        if (faults.Count > 0)
            throw new CapsuleFormatException($"capsule.json has {faults.Count} fault(s): {string.Join("; ", faults)}.");
        return declaration;
    }
}
