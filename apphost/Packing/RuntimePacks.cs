using System.Text.Json;
using Jinan.IndustryBrain.AppHost.Plan;
using Jinan.IndustryBrain.AppHost.Setup;

namespace Jinan.IndustryBrain.AppHost.Packing;

/// <summary>
/// Lays the .NET runtime out as an installation of it does, from the runtime packs of NuGet: <c>host/fxr/{version}</c> and
/// <c>shared/{framework}/{version}</c>. That works for any platform from any other.
/// </summary>
internal sealed class RuntimePacks(string runtime, string work)
{
    private static readonly string[] Frameworks = ["Microsoft.NETCore.App", "Microsoft.AspNetCore.App"];

    // For looking into a crashed process from outside; a support engineer brings it along when it is needed.
    private static readonly string[] LeftOut = ["createdump", "createdump.exe"];

    public sealed record Pack(string Framework, string Version, string Folder);

    /// <exception cref="SetupException">The packs cannot be restored.</exception>
    public async Task<IReadOnlyList<Pack>> FindAsync(CancellationToken cancellation)
    {
        var folder = Path.Combine(work, "runtime");
        Directory.CreateDirectory(folder);
        // Apart from the checkout's own settings, which would lock the packages.
        foreach (var name in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
            await File.WriteAllTextAsync(Path.Combine(folder, name), "<Project />", cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder, "runtime.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>{ProjectOutput.Framework}</TargetFramework>
                <RuntimeIdentifier>{runtime}</RuntimeIdentifier>
                <SelfContained>true</SelfContained>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
            </Project>
            """, cancellation);
        var answer = Path.Combine(folder, "packs.json");
        try
        {
            await Tool.RunAsync(
                "The .NET runtime", DotNet.Host,
                ["msbuild", "runtime.csproj", "-restore", "-t:ResolveFrameworkReferences", "-getItem:ResolvedRuntimePack", "-getResultOutputFile:" + answer, "-nodeReuse:false"],
                folder, cancellation);
        }
        catch (SetupException e)
        {
            throw new SetupException(
                $"The .NET runtime for {runtime} cannot be restored here (packages Microsoft.NETCore.App.Runtime.{runtime} and "
                + $"Microsoft.AspNetCore.App.Runtime.{runtime}), so that no bundle for it can be made on this machine. "
                + $"Make it where NuGet serves them.{Environment.NewLine}{e.Message}");
        }

        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(answer, cancellation));
        List<Pack> packs = [.. json.RootElement.GetProperty("Items").GetProperty("ResolvedRuntimePack").EnumerateArray().Select(item => new Pack(
            item.GetProperty("FrameworkName").GetString()!,
            item.GetProperty("NuGetPackageVersion").GetString()!,
            item.GetProperty("PackageDirectory").GetString()!))];
        return Frameworks.All(f => packs.Any(p => p.Framework == f && Directory.Exists(p.Folder)))
            ? packs
            : throw new SetupException($"The .NET runtime for {runtime} was not found among the restored packages: {string.Join(", ", packs)}.");
    }

    /// <summary>The files of the runtime, by their paths in the bundle.</summary>
    public IEnumerable<(string Path, string Source)> Files(IReadOnlyList<Pack> packs)
    {
        foreach (var pack in packs)
        {
            var files = Directory.EnumerateFiles(Path.Combine(pack.Folder, "runtimes", runtime), "*", SearchOption.AllDirectories);
            foreach (var file in files.Where(f => !LeftOut.Contains(Path.GetFileName(f))))
            {
                var name = Path.GetFileName(file);
                yield return name is "libhostfxr.so" or "hostfxr.dll"
                    ? ($"runtime/host/fxr/{pack.Version}/{name}", file)
                    : ($"runtime/shared/{pack.Framework}/{pack.Version}/{name}", file);
            }

            foreach (var notice in new[] { "LICENSE.TXT", "THIRD-PARTY-NOTICES.TXT" }.Where(n => File.Exists(Path.Combine(pack.Folder, n))))
                yield return ($"licences/{pack.Framework}/{notice}", Path.Combine(pack.Folder, notice));
        }
    }
}
