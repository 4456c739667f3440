using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Jinan.IndustryBrain.PlantSimulator.Machines;

namespace Jinan.IndustryBrain.PlantSimulator.Tests.Machines;

/// <summary>
/// The models in plugins/ are trained on this physics. When a digest here changes, the physics did: raise
/// <see cref="MachineCatalog.MachineVersion"/>, train again, and only then put the new digest here.
/// </summary>
public sealed class FrozenPhysicsTests
{
    private const string FrozenVersion = "1.0.0";

    [Theory]
    [InlineData("welding-robot-joint", "friction-increase", "6d2ad5f123abd154c53d1914358fd0ee")]
    [InlineData("plasma-etcher", "mfc-drift", "00e79f05e12b0b6db9661d06bc817b8b")]
    [InlineData("tablet-press", "moisture", "9eb8803a2836657f8c5ff50e2fb2ac77")]
    [InlineData("hot-rolling-stand", "bearing-wear", "8c20ba40c162c14a2bef98eabb6d8525")]
    public void ReferenceRun_OfTheFrozenVersion_HasItsDigest(string type, string fault, string digest)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64,
            "Other C libraries round the last bit of exp and sin otherwise, which can move a reading by one step.");
        var machine = MachineCatalog.Create(type, "reference-m1", 1);
        var run = MachineRuns.Run(machine, 60);
        machine.InjectFault(fault, 0.2, TimeSpan.FromSeconds(120));
        run.AddRange(MachineRuns.Run(machine, 60));

        var text = string.Join('\n', run.Select(sample =>
            string.Create(CultureInfo.InvariantCulture, $"{sample.Signal} {sample.At.Ticks} {sample.Number:R} {sample.Text}")));

        Assert.Equal(FrozenVersion, MachineCatalog.MachineVersion);
        Assert.Equal(digest, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32]);
    }
}
