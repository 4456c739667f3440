using System.Formats.Asn1;
using Jinan.IndustryBrain.OpcUa.Certificates;

namespace Jinan.IndustryBrain.OpcUa.Tests.Certificates;

/// <summary>Whatever was sent: a value or null, never an exception, and never longer than a moment.</summary>
public sealed class MutationTests
{
    const int Rounds = 20_000;

    static readonly byte[] Interesting = [0x00, 0x01, 0x7F, 0x80, 0x81, 0x82, 0x84, 0x88, 0xFF, 0x30, 0x31, 0xA0, 0xA3, 0x02, 0x03, 0x06, 0x17, 0x18];

    [Fact]
    public void Certificate_Mutated_IsReadOrNot()
    {
        var root = TestPki.Root();
        Mutate(TestPki.Make("press", root, one => one.Hosts = ["plc-7", "192.168.0.7", "fe80::7"]).Der, bytes => ParsedCertificate.TryRead(bytes));
        Mutate(TestPki.Make("press", change: one => one.IsPss = true).Der, bytes => ParsedCertificate.TryRead(bytes));
    }

    [Fact]
    public void RevocationList_Mutated_IsReadOrNot()
    {
        var root = TestPki.Root();
        Mutate(TestPki.RevocationList(root, [TestPki.Make("press", root), TestPki.Make("lathe", root)]), bytes => RevocationList.TryRead(bytes));
    }

    [Fact]
    public void Chain_Mutated_GivesAVerdict()
    {
        using var test = new TestStore();
        var root = TestPki.Root();
        var middle = TestPki.Authority("Plant Hall", root);
        test.Trust(root);
        Mutate(TestPki.Chain(TestPki.Make("press", middle), middle), bytes => test.Store.Validate(bytes, TestStore.Server), Rounds / 10);
    }

    // Found by mutation: the parameters of a PSS signature begin with a universal tag.
    [Fact]
    public void PssParameters_WithAUniversalTag_AreNotWellFormed()
    {
        byte[] identifier = [0x30, 0x0F, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0A, 0x30, 0x02, 0x0C, 0x00];

        Assert.Throws<AsnContentException>(() => SignatureAlgorithm.Read(identifier));
    }

    static void Mutate(byte[] good, Action<byte[]> read, int rounds = Rounds)
    {
        var random = new Random(3);
        for (var round = 0; round < rounds; round++)
        {
            var bytes = new List<byte>(good);
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                var at = random.Next(bytes.Count);
                switch (random.Next(5))
                {
                    case 0:
                        bytes[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        bytes[at] = Interesting[random.Next(Interesting.Length)];
                        break;
                    case 2:
                        bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at - 1));
                        break;
                    case 3:
                        bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                        break;
                    default:
                        // Another length in the same place: what nesting and bounds depend on.
                        bytes[at] = (byte)(bytes[at] + random.Next(-3, 4));
                        break;
                }
            }

            var mutated = bytes.ToArray();
            var thrown = Record.Exception(() => read(mutated));
            Assert.True(thrown is null, $"round {round}: {thrown}\n{Convert.ToHexString(mutated)}");
        }
    }
}
