using System.Buffers.Binary;
using System.Reflection.PortableExecutable;

namespace Jinan.IndustryBrain.AppHost.Packing;

/// <summary>Which platform a compiled file is for, by its header (ELF specification, ch. 1; PE format, COFF header).</summary>
internal static class BinaryHeader
{
    private const int ElfMachine = 18;

    // What a ReadyToRun image's machine is combined with, so that other systems do not take it for theirs (dotnet/runtime, pedecoder.h).
    private const ushort LinuxImage = 0x7B79;

    private static readonly Dictionary<ushort, string> ElfMachines = new() { [0x3E] = "linux-x64", [0xB7] = "linux-arm64" };

    private static readonly Dictionary<ushort, string> PeMachines = new()
    {
        [(ushort)Machine.Amd64] = "win-x64",
        [(ushort)Machine.Arm64] = "win-arm64",
        [(ushort)Machine.Amd64 ^ LinuxImage] = "linux-x64",
        [(ushort)Machine.Arm64 ^ LinuxImage] = "linux-arm64",
    };

    /// <param name="content">A file from its beginning; it can be sought.</param>
    /// <returns>Its runtime identifier, or what stands there instead; null where it runs anywhere, or is nothing compiled.</returns>
    public static string? RuntimeOf(Stream content)
    {
        Span<byte> head = stackalloc byte[ElfMachine + 2];
        if (content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length)
            return null;
        if (head.StartsWith("\u007fELF"u8))
            return NameOf(ElfMachines, BinaryPrimitives.ReadUInt16LittleEndian(head[ElfMachine..]), "ELF");
        if (BinaryPrimitives.ReadUInt32LittleEndian(head) is 0xFEEDFACF or 0xBEBAFECA)
            return "macOS";
        return head.StartsWith("MZ"u8) ? RuntimeOfPe(content) : null;
    }

    private static string? RuntimeOfPe(Stream content)
    {
        content.Position = 0;
        using var reader = new PEReader(content, PEStreamOptions.LeaveOpen);
        var isIntermediateOnly = reader.PEHeaders.CorHeader is { ManagedNativeHeaderDirectory.Size: 0 } managed && managed.Flags.HasFlag(CorFlags.ILOnly);
        return isIntermediateOnly ? null : NameOf(PeMachines, (ushort)reader.PEHeaders.CoffHeader.Machine, "PE");
    }

    private static string NameOf(Dictionary<ushort, string> machines, ushort machine, string format) =>
        machines.GetValueOrDefault(machine) ?? $"{format} machine 0x{machine:X}";
}
