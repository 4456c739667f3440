using System.Text.RegularExpressions;
using Jinan.IndustryBrain.Capsules.Features;
using Jinan.IndustryBrain.Plugins.Abstractions;

namespace Jinan.IndustryBrain.Capsules.Format;

/// <summary>Finds everything that is wrong with a declaration, each with what is expected.</summary>
public static partial class DeclarationCheck
{
    private static readonly string[] Sectors = ["auto", "semiconductors", "biomedicine", "materials"];
    private const int LongestWindowMs = 24 * 3600 * 1000;
    private const int MostTicks = 100_000;
    private const int MostFeatures = 4096;

    /// <param name="files">Paths of the files that the capsule holds.</param>
    public static IReadOnlyList<string> Faults(CapsuleDeclaration capsule, IReadOnlySet<string> files)
    {
        var faults = new List<string>();
        if (capsule.Schema != CapsuleDeclaration.CurrentSchema)
            faults.Add($"schema is {capsule.Schema}; this version reads {CapsuleDeclaration.CurrentSchema}");
        if (!Id().IsMatch(capsule.Id))
            faults.Add($"id is '{capsule.Id}'; 1 to 64 lower-case letters, digits and hyphens are expected");
        if (!SemanticVersion().IsMatch(capsule.Version))
            faults.Add($"version is '{capsule.Version}'; a semantic version such as 1.4.0 is expected");
        if (!Sectors.Contains(capsule.Sector))
            faults.Add($"sector is '{capsule.Sector}'; one of {string.Join(", ", Sectors)} is expected");
        CheckSdk(capsule.Sdk, faults);
        if (capsule.AssetTypes.Count == 0)
            faults.Add("assetTypes is empty; name at least one");
        if (capsule.Models.Count == 0)
            faults.Add("models is empty; declare at least one");
        foreach (var twice in capsule.Models.GroupBy(m => m.Id).Where(g => g.Count() > 1))
            faults.Add($"the model id '{twice.Key}' is there {twice.Count()} times");
        foreach (var model in capsule.Models)
        {
            CheckModel(model, files, faults);
            faults.AddRange(IntervalCheck.Faults(model, capsule.Sdk).Select(fault => $"model '{model.Id}': {fault}"));
        }

        return faults;
    }

    private static void CheckSdk(SdkRange sdk, List<string> faults)
    {
        if (!System.Version.TryParse(sdk.Min, out var min) || !System.Version.TryParse(sdk.Max, out var max) || min >= max)
            faults.Add($"sdk is {sdk.Min} to {sdk.Max}; two versions such as 1.0 and 2.0, the first smaller, are expected");
        else if (!SdkVersion.IsWithin(min, max))
            faults.Add($"it runs on SDK {sdk.Min} to below {sdk.Max}; this edge has {SdkVersion.Current}");
    }

    private static void CheckModel(ModelDeclaration model, IReadOnlySet<string> files, List<string> faults)
    {
        var who = $"model '{model.Id}': ";
        if (!Id().IsMatch(model.Id))
            faults.Add(who + "its id must be 1 to 64 lower-case letters, digits and hyphens");
        if (!files.Contains(model.File))
            faults.Add(who + $"its file '{model.File}' is not in the capsule");
        if (!files.Contains(model.Golden))
            faults.Add(who + $"its golden vectors '{model.Golden}' are not in the capsule");
        if (model.Signals.Count == 0)
            faults.Add(who + "signals is empty");
        foreach (var twice in model.Signals.GroupBy(s => s.Name).Where(g => g.Count() > 1))
            faults.Add(who + $"the signal '{twice.Key}' is declared {twice.Count()} times");
        if (model.Features.Count is 0 or > MostFeatures)
            faults.Add(who + $"it has {model.Features.Count} features; 1 to {MostFeatures} are allowed");
        if (model.Baseline.Count != model.Features.Count)
            faults.Add(who + $"baseline has {model.Baseline.Count} numbers for {model.Features.Count} features");
        if (model.Coverage is not (> 0 and <= 1))
            faults.Add(who + $"coverage is {model.Coverage}; a share above 0 and up to 1 is expected");
        if (model.Result.Min >= model.Result.Max)
            faults.Add(who + $"result goes from {model.Result.Min} to {model.Result.Max}");
        CheckWindow(who, model.Window, faults);
        CheckThresholds(who, model.Thresholds, faults);
        CheckFeatures(who, model, faults);
    }

    private static void CheckWindow(string who, WindowDeclaration window, List<string> faults)
    {
        var longest = window.Kind == WindowKind.Grid ? window.LengthMs : window.MaxMs;
        switch (window)
        {
            case { Kind: WindowKind.Grid } when window is not { LengthMs: > 0 and <= LongestWindowMs, HopMs: > 0, Context: null, MaxMs: null }:
                faults.Add(who + $"a grid window needs lengthMs (up to {LongestWindowMs}) and hopMs above 0, and no context or maxMs");
                return;
            case { Kind: WindowKind.Grid } when window.HopMs > window.LengthMs:
                faults.Add(who + $"hopMs {window.HopMs} is longer than lengthMs {window.LengthMs}: time would be left out between windows");
                return;
            case { Kind: WindowKind.Context } when window is not { Context.Length: > 0, MaxMs: > 0 and <= LongestWindowMs, LengthMs: null, HopMs: null }:
                faults.Add(who + $"a context window needs context and maxMs (up to {LongestWindowMs}), and no lengthMs or hopMs");
                return;
            default:
                break;
        }

        if (window.ResampleMs <= 0 || longest / window.ResampleMs > MostTicks)
            faults.Add(who + $"resampleMs is {window.ResampleMs}; above 0, and at most {MostTicks} ticks a window, is expected");
    }

    private static void CheckThresholds(string who, ThresholdDeclaration? thresholds, List<string> faults)
    {
        if (thresholds is null)
            return;
        if (thresholds.Direction is not ("above" or "below"))
            faults.Add(who + $"thresholds.direction is '{thresholds.Direction}'; 'above' or 'below' is expected");
        else if (thresholds.Direction == "above" ? thresholds.Alarm < thresholds.Warning : thresholds.Alarm > thresholds.Warning)
            faults.Add(who + "the alarm threshold lies before the warning threshold");
    }

    private static void CheckFeatures(string who, ModelDeclaration model, List<string> faults)
    {
        if (model.Signals.GroupBy(s => s.Name).Any(g => g.Count() > 1))
            return;
        try
        {
            FeatureExtractor.Create(model);
        }
        catch (CapsuleFormatException e)
        {
            faults.Add(who + e.Message);
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$")]
    private static partial Regex Id();

    // https://semver.org, without build metadata: two builds of one version must not both claim to be it.
    [GeneratedRegex(@"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$")]
    private static partial Regex SemanticVersion();
}
