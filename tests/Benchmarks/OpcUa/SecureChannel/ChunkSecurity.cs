using BenchmarkDotNet.Attributes;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.Benchmarks.OpcUa.SecureChannel;

/// <summary>A full chunk of 64 KiB, sealed by one end and opened by the other. The policies of 256 bits differ in RSA alone.</summary>
[Config(typeof(ShortInProcess))]
public class ChunkSecurity
{
    private const int ChunkSize = 65_535;
    private const int SecuredFrom = 16;

    private readonly byte[] _chunk = new byte[ChunkSize];
    private (IChunkSecurity Sender, IChunkSecurity Receiver) _none;
    private (IChunkSecurity Sender, IChunkSecurity Receiver) _sign;
    private (IChunkSecurity Sender, IChunkSecurity Receiver) _aes128;
    private (IChunkSecurity Sender, IChunkSecurity Receiver) _aes256;

    [GlobalSetup]
    public void MakeKeys()
    {
        _none = (NoSecurity.Instance.Symmetric(false, false, [], []).Outgoing, NoSecurity.Instance.Symmetric(false, false, [], []).Incoming);
        _sign = Pair(RsaPolicy.Basic256Sha256, encrypt: false);
        _aes128 = Pair(RsaPolicy.Aes128Sha256RsaOaep, encrypt: true);
        _aes256 = Pair(RsaPolicy.Basic256Sha256, encrypt: true);
    }

    [Benchmark(Baseline = true)]
    public int None() => SealAndOpen(_none);

    [Benchmark]
    public int Sign() => SealAndOpen(_sign);

    [Benchmark]
    public int Aes128AndSign() => SealAndOpen(_aes128);

    [Benchmark]
    public int Aes256AndSign() => SealAndOpen(_aes256);

    private static (IChunkSecurity Sender, IChunkSecurity Receiver) Pair(RsaPolicy policy, bool encrypt)
    {
        byte[] ours = [.. Enumerable.Repeat((byte)1, policy.NonceLength)], theirs = [.. Enumerable.Repeat((byte)2, policy.NonceLength)];
        return (policy.Symmetric(true, encrypt, ours, theirs).Outgoing, policy.Symmetric(true, encrypt, theirs, ours).Incoming);
    }

    private int SealAndOpen((IChunkSecurity Sender, IChunkSecurity Receiver) ends)
    {
        var contentEnd = MessageBuffer.Headroom + ends.Sender.MaxBodyLength(ChunkSize, SecuredFrom);
        var chunk = _chunk.AsSpan(0, ends.Sender.SealedLength(SecuredFrom, contentEnd));
        ends.Sender.Seal(chunk, SecuredFrom, contentEnd);
        return ends.Receiver.Open(chunk, SecuredFrom);
    }
}
