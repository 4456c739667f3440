using Jinan.IndustryBrain.Fuzz.Mutation;
using Jinan.IndustryBrain.Fuzz.Running;
using Jinan.IndustryBrain.OpcUa.Certificates;
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
    }

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
