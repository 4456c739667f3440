using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Jinan.IndustryBrain.Capsules.Package;

/// <summary>The digests of a capsule's files: what the publisher signs.</summary>
internal sealed record DigestManifest(int Schema, IReadOnlyList<FileDigest> Files)
{
    public const string Path = "META/manifest.json";
    public const string SignaturePath = "META/manifest.json.p7s";

    public static DigestManifest Of(CapsuleFiles files) => new(
        1,
        [.. files.Paths.Where(p => p is not (Path or SignaturePath))
            .Select(p => new FileDigest(p, files[p].Length, Convert.ToHexStringLower(SHA256.HashData(files[p].Span))))]);

    /// <summary>What differs between these digests and the files that are there.</summary>
    public IEnumerable<(RefusalReason Reason, string What)> Differences(CapsuleFiles files)
    {
        var there = Of(files).Files.ToDictionary(f => f.Path);
        foreach (var signed in Files)
        {
            if (!there.Remove(signed.Path, out var found))
                yield return (RefusalReason.MissingFile, $"'{signed.Path}' is missing");
            else if (found != signed)
                yield return (RefusalReason.Altered, $"'{signed.Path}' was altered");
        }

        foreach (var extra in there.Keys)
            yield return (RefusalReason.ExtraFile, $"'{extra}' was added");
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, DigestJson.Default.DigestManifest);

    /// <exception cref="JsonException"/>
    public static DigestManifest FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, DigestJson.Default.DigestManifest) ?? throw new JsonException("The manifest is empty.");
}

internal sealed record FileDigest(string Path, long Bytes, string Sha256);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, NewLine = "\n", RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(DigestManifest))]
internal sealed partial class DigestJson : JsonSerializerContext;
