using System.Security.Cryptography;
using Jinan.IndustryBrain.OpcUa.SecureChannel;

namespace Jinan.IndustryBrain.OpcUa.Tests.SecureChannel;

public sealed class KeyDerivationTests
{
    // The test vector for the PRF of TLS 1.2 with SHA-256, which is P_SHA256 over label and seed (RFC 5246, 5).
    [Fact]
    public void PSha256_OfThePublishedVector_GivesThePublishedBytes()
    {
        var secret = Convert.FromHexString("9bbe436ba940f017b17652849a71db35");
        byte[] seed = [.. "test label"u8, .. Convert.FromHexString("a0ba9f936cda311827a6f796ffd5198c")];
        var output = new byte[100];

        KeyDerivation.PSha256(secret, seed, output);

        Assert.Equal(
            "E3F229BA727BE17B8D122620557CD453C2AAB21D07C3D495329B52D4E61EDB5A6B301791E90D35C9C9A46B4E14BAF9AF"
            + "0FA022F7077DEF17ABFD3797C0564BAB4FBC91666E9DEF9B97FCE34F796789BAA48082D122EE42C5A72E5A5110FFF70187347B66",
            Convert.ToHexString(output));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(80)]
    [InlineData(200)]
    public void PSha256_OfAnyLength_IsWhatTheDefinitionSays(int length)
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        var seed = RandomNumberGenerator.GetBytes(32);
        var output = new byte[length];
        KeyDerivation.PSha256(secret, seed, output);

        var expected = new List<byte>();
        for (var a = HMACSHA256.HashData(secret, seed); expected.Count < length; a = HMACSHA256.HashData(secret, a))
            expected.AddRange(HMACSHA256.HashData(secret, (byte[])[.. a, .. seed]));
        Assert.Equal(expected.Take(length), output);
    }
}
