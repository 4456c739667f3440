using System.Formats.Asn1;
using Jinan.IndustryBrain.Fuzz.Mutation;
using Jinan.IndustryBrain.Fuzz.Running;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Tests.SecureChannel;

namespace Jinan.IndustryBrain.Fuzz.Targets;

/// <summary>Certificates as a peer sends them, before anything about it is known.</summary>
internal sealed class CertificateTargets : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("fuzz-certificates-").FullName;
    readonly CertificateStore _store;

    public CertificateTargets() => _store = new CertificateStore(_folder);

    public IEnumerable<FuzzTarget> All()
    {
        var (client, server) = (TestCertificates.Client().Chain.ToArray(), TestCertificates.Server().Chain.ToArray());
        IReadOnlyList<byte[]> seeds = [client, [.. client, .. server]];
        yield return new FuzzTarget("certificate/chain", seeds, input =>
        {
            var parts = CertificateChainBytes.Split(input);
            if (parts is not null && parts.Sum(part => part.Length) != input.Length)
                throw new RuleBrokenException($"A chain of {input.Length} bytes was cut into {parts.Sum(part => part.Length)}.");
            using var key = DerChain.PublicKeyOf(input, "The peer's");
            if (CertificateChainBytes.Leaf(input) is { } leaf && leaf.Length != DerChain.LeafOf(input).Length)
                throw new RuleBrokenException("Two readers of the chain end its leaf at two places.");
        });
        yield return new FuzzTarget("certificate/parsed", seeds, input =>
        {
            if (CertificateChainBytes.Leaf(input) is { } leaf && ParsedCertificate.TryRead(leaf) is { } certificate)
                _ = certificate.Fingerprint;
        });
        yield return new FuzzTarget("certificate/verdict", seeds, input =>
        {
            var verdict = _store.Validate(input, new PeerExpectation { Role = PeerRole.Client, ApplicationUri = TestCertificates.ClientUri });
            if (verdict.IsTrusted) throw new RuleBrokenException("Trusted, although nothing is.");
            if (string.IsNullOrEmpty(verdict.Message)) throw new RuleBrokenException("Refused without a word.");
        }) { AllocationBase = 1 << 20, MaxLength = 4_096 };
        foreach (var target in Lists()) yield return target;
    }

    static IEnumerable<FuzzTarget> Lists()
    {
        IReadOnlyList<byte[]> seeds = [List(0), List(3), List(200)];
        yield return new FuzzTarget("certificate/revocations", seeds, input =>
        {
            if (RevocationList.TryRead(input) is not { } list) throw new OpcUaException(StatusCodes.BadCertificateInvalid, "No list.");
            if (list.Signed.Content.Length > input.Length || list.Count > input.Length || list.Issuer is null || list.Revokes("")) throw new RuleBrokenException("It says what is not in it.");
            _ = list.IsOverdue(DateTimeOffset.UnixEpoch);
        }) { MaxLength = 20_000 };
    }

    // A list (RFC 5280, 5.1) that nobody signed: that is looked at by others, later.
    static byte[] List(int revoked)
    {
        var time = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                Algorithm(writer);
                writer.WriteEncodedValue(new System.Security.Cryptography.X509Certificates.X500DistinguishedName("CN=Plant Root, O=Jinan").RawData);
                writer.WriteUtcTime(time);
                writer.WriteUtcTime(time.AddDays(7));
                if (revoked > 0)
                {
                    using (writer.PushSequence())
                    {
                        for (var i = 1; i <= revoked; i++)
                        {
                            using (writer.PushSequence())
                            {
                                writer.WriteInteger(i * 7_919L);
                                writer.WriteUtcTime(time);
                            }
                        }
                    }
                }

                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                using (writer.PushSequence())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("2.5.29.20"); // the number of the list
                    writer.WriteOctetString([2, 1, 7]);
                }
            }

            Algorithm(writer);
            writer.WriteBitString(new byte[256]);
        }

        return writer.Encode();
    }

    static void Algorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.1.11"); // RSA with SHA-256
            writer.WriteNull();
        }
    }

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
