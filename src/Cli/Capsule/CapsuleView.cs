using System.Text.Json;
using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Capsules.Package;
using Jinan.IndustryBrain.Cli.Output;

namespace Jinan.IndustryBrain.Cli.Capsule;

/// <summary>What the capsule commands print: JSON for machines, a sentence or a table for people.</summary>
internal static class CapsuleView
{
    private static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.Web);

    public static void Packed(CapsuleDeclaration capsule, string path, bool json) => Console.WriteLine(json
        ? JsonSerializer.Serialize(new { capsule = capsule.Id, version = capsule.Version, publisher = capsule.Publisher, file = path }, Compact)
        : $"{path}: {capsule.Id} {capsule.Version}, signed by {capsule.Publisher}");

    public static void Verdict(string path, CapsuleVerdict verdict, bool json)
    {
        switch (verdict)
        {
            case CapsuleVerdict.Accepted { Capsule: var capsule }:
                Console.WriteLine(json
                    ? JsonSerializer.Serialize(
                        new
                        {
                            file = path,
                            accepted = true,
                            capsule = capsule.Declaration.Id,
                            version = capsule.Declaration.Version,
                            publisher = capsule.Declaration.Publisher,
                            digest = capsule.Digest,
                        },
                        Compact)
                    : $"{path}: accepted. {capsule.Declaration.Id} {capsule.Declaration.Version} by {capsule.Declaration.Publisher}, digest {capsule.Digest}");
                break;
            case CapsuleVerdict.Refused refused:
                Console.WriteLine(json
                    ? JsonSerializer.Serialize(
                        new { file = path, accepted = false, reason = refused.Reason.ToString(), message = refused.Message }, Compact)
                    : $"{path}: refused ({refused.Reason}). {refused.Message}");
                break;
        }
    }

    public static void Declaration(CapsuleDeclaration capsule, CapsuleFiles files, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(capsule, CapsuleJson.Default.CapsuleDeclaration));
            return;
        }

        Console.WriteLine($"{capsule.Id} {capsule.Version}: {capsule.Title}");
        Console.WriteLine($"Sector {capsule.Sector}, for {string.Join(", ", capsule.AssetTypes)}. Publisher (as it says): {capsule.Publisher}. SDK {capsule.Sdk.Min} to below {capsule.Sdk.Max}.");
        Terminal.WriteTable(
            ["model", "kind", "engine", "window", "signals", "features", "result", "warning", "alarm"],
            [.. capsule.Models.Select(Row)]);
        Terminal.WriteTable(["file", "bytes"], [.. files.Paths.Select(IReadOnlyList<string> (p) => [p, files[p].Length.ToString()])]);
    }

    private static IReadOnlyList<string> Row(ModelDeclaration model) =>
    [
        model.Id,
        JsonSerializer.Serialize(model.Kind).Trim('"'),
        JsonSerializer.Serialize(model.Engine).Trim('"'),
        model.Window.Kind == WindowKind.Grid
            ? $"grid {model.Window.LengthMs} ms each {model.Window.HopMs} ms"
            : $"context {model.Window.Context}, at most {model.Window.MaxMs} ms",
        string.Join(' ', model.Signals.Select(s => s.Name)),
        model.Features.Count.ToString(),
        $"{model.Result.Min} to {model.Result.Max} {model.Result.Unit}",
        model.Thresholds is { } warn ? $"{warn.Direction} {warn.Warning}" : "",
        model.Thresholds is { } alarm ? $"{alarm.Direction} {alarm.Alarm}" : "",
    ];
}
