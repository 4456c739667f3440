using System.Text.Json;

namespace Jinan.IndustryBrain.Cli.Backup;

/// <summary>The last entry of a backup: what is in it, with digests.</summary>
/// <param name="Product">Version of the tool that made it.</param>
/// <param name="Profile">edge or city; null when nothing ran.</param>
internal sealed record BackupManifest(
    int Schema, string Product, string? Profile, DateTimeOffset Created, IReadOnlyList<FactoryCut> Factories, IReadOnlyList<BackedUpFile> Files)
{
    public const string EntryName = "backup.json";
    public const int CurrentSchema = 1;
    public const string DataPrefix = "data/";
    public const string ConfigurationPrefix = "config/";

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };
}

/// <summary>Where a factory's collector was cut.</summary>
/// <param name="LastFrame">The last frame in the backup, <c>epoch.sequence</c>.</param>
internal sealed record FactoryCut(string Factory, string LastFrame);

/// <param name="Path">Below <c>data/</c> or <c>config/</c>, with forward slashes.</param>
internal sealed record BackedUpFile(string Path, long Bytes, string Sha256);
