using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
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
        CapsuleReader.ReadTexts(files, declaration);
        CheckPublisher(declaration, publisher);
        files.Add(SoftwareBill.Path, SoftwareBill.Of(declaration, files));
        AddSignature(files, publisher, time);
        files.WriteZip(output);
        return declaration;
    }

    /// <summary>Signs anew what is already packed, e.g. with another key of its publisher.</summary>
    /// <exception cref="CapsuleFormatException">The key is not of the declared publisher.</exception>
    public static void Sign(CapsuleFiles files, X509Certificate2 publisher, TimeProvider time, Stream output)
    {
        CheckPublisher(CapsuleReader.ReadDeclaration(files), publisher);
        AddSignature(files, publisher, time);
        files.WriteZip(output);
    }

    private static void CheckPublisher(CapsuleDeclaration declaration, X509Certificate2 publisher)
    {
        var name = publisher.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        if (name != declaration.Publisher)
            throw new CapsuleFormatException(
                $"capsule.json names the publisher '{declaration.Publisher}', the key is of '{name}'. Sign with the publisher's key.",
                RefusalReason.WrongPublisher);
    }

    internal static void AddSignature(CapsuleFiles files, X509Certificate2 publisher, TimeProvider time)
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
