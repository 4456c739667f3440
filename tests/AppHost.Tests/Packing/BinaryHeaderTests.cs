using System.Runtime.InteropServices;
using Jinan.IndustryBrain.AppHost.Packing;
using Jinan.IndustryBrain.AppHost.Setup;

namespace Jinan.IndustryBrain.AppHost.Tests.Packing;

/// <summary>What is compiled for another platform does not get into a bundle.</summary>
public sealed class BinaryHeaderTests
{
    [Theory]
    [InlineData(0x3E, "linux-x64")]
    [InlineData(0xB7, "linux-arm64")]
    [InlineData(0x28, "ELF machine 0x28")]
    public void Elf_ByItsMachine_NamesThePlatform(int machine, string runtime) => Assert.Equal(runtime, RuntimeOf(Elf(machine)));

    [Theory]
    [InlineData(0x8664, "win-x64")]
    [InlineData(0xAA64, "win-arm64")]
    [InlineData(0x8664 ^ 0x7B79, "linux-x64")]
    [InlineData(0x14C, "PE machine 0x14C")]
    public void Pe_ByItsMachine_NamesThePlatform(int machine, string runtime) => Assert.Equal(runtime, RuntimeOf(Pe(machine)));

    [Fact]
    public void AssembliesAndTexts_RunAnywhere()
    {
        Assert.Null(RuntimeOf(File.ReadAllBytes(typeof(BinaryHeaderTests).Assembly.Location)));
        Assert.Null(RuntimeOf("#!/bin/sh\nexec something longer\n"u8.ToArray()));
        Assert.Null(RuntimeOf("MZ"u8.ToArray()));
        Assert.Null(RuntimeOf([]));
    }

    // The runtime's own core is compiled ahead for where it runs.
    [Fact]
    public void AssemblyCompiledAhead_IsForItsPlatform()
    {
        var system = OperatingSystem.IsWindows() ? "win" : "linux";
        var machine = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        Assert.Equal($"{system}-{machine}", RuntimeOf(File.ReadAllBytes(typeof(object).Assembly.Location)));
    }

    [Fact]
    public void Bundle_WithAFileOfAnotherPlatform_IsRefusedByName()
    {
        var files = new BundleFiles("linux-arm64");
        files.Add("app/libright.so", Elf(0xB7));
        files.Add("app/text", "text"u8.ToArray());
        files.RequirePlatform();
        files.Add("app/libwrong.so", Elf(0x3E));
        var refusal = Assert.Throws<SetupException>(files.RequirePlatform);
        Assert.Contains("app/libwrong.so (linux-x64)", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("libright", refusal.Message, StringComparison.Ordinal);
    }

    private static string? RuntimeOf(byte[] content)
    {
        using var stream = new MemoryStream(content);
        return BinaryHeader.RuntimeOf(stream);
    }

    private static byte[] Elf(int machine)
    {
        var file = new byte[64];
        "\u007fELF"u8.CopyTo(file);
        BitConverter.TryWriteBytes(file.AsSpan(18), (ushort)machine);
        return file;
    }

    private static byte[] Pe(int machine)
    {
        var file = new byte[1024];
        "MZ"u8.CopyTo(file);
        file[0x3c] = 0x80;
        "PE\0\0"u8.CopyTo(file.AsSpan(0x80));
        BitConverter.TryWriteBytes(file.AsSpan(0x84), (ushort)machine);
        // Size and magic of an optional header of 64 bits.
        file[0x94] = 0xF0;
        file[0x98] = 0x0B;
        file[0x99] = 0x02;
        return file;
    }
}
