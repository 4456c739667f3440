using System.CommandLine;
using Jinan.IndustryBrain.AppHost.Display;
using Jinan.IndustryBrain.AppHost.Packing;
using Jinan.IndustryBrain.AppHost.Plan;

namespace Jinan.IndustryBrain.AppHost.Commands;

/// <summary>Makes a bundle that runs without SDK and network.</summary>
internal static class PackCommand
{
    private static readonly Argument<string> ProfileName = new("profile")
    {
        Description = "What the bundle runs",
    };

    private static readonly Option<string> Runtime = new("--runtime")
    {
        Description = "The platform that it is for",
        HelpName = string.Join('|', BundleProjects.Runtimes),
        Required = true,
    };

    private static readonly Option<string?> Output = new("--output")
    {
        Description = "Folder of the bundle (default: artifacts of this checkout)",
        HelpName = "folder",
    };

    private static readonly Option<string?> Version = new("--version-number")
    {
        Description = "The bundle's version (default: the product's)",
        HelpName = "number",
    };

    public static Command Create()
    {
        ProfileName.AcceptOnlyFromAmong([.. BundleProjects.Profiles]);
        Runtime.AcceptOnlyFromAmong([.. BundleProjects.Runtimes]);
        Version.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && (text.Length > 40 || !text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')))
                result.AddError($"'{text}' is no version: use up to 40 letters, digits, dots and dashes, e.g. 1.4.0.");
        });
        var command = new Command("pack", "Makes a self-contained bundle for a machine without SDK and network.")
        {
            ProfileName, Runtime, Output, Version,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var json = parsed.GetValue(RunOptions.Json);
        var display = RunDisplays.For(json, parsed.GetValue(RunOptions.Plain), TimeProvider.System);
        return await Failures.ReportedAsync(display, async () =>
        {
            var manifest = Path.GetFullPath(parsed.GetValue(RunOptions.Manifest) ?? Checkout.FindManifest());
            var request = new PackRequest(
                manifest, Profile.Named(parsed.GetValue(ProfileName)!), parsed.GetValue(Runtime)!,
                parsed.GetValue(Output) ?? Path.Combine(Path.GetDirectoryName(manifest)!, "artifacts"),
                parsed.GetValue(Version), !parsed.GetValue(RunOptions.NoBuild));
            var result = await new BundleMaker(request, display).MakeAsync(cancellation);
            if (display is JsonDisplay lines)
                lines.Write("packed", result);
            else
                display.Note($"{result.File}: {result.Bytes / 1e6:0.0} MB, unpacked {result.UnpackedBytes / 1e6:0.0} MB in {result.Files} files");
            return 0;
        });
    }
}
