using System.Text.Json;

namespace Jinan.IndustryBrain.DevIdentity.Realm;

/// <summary><c>realm --plant FILE --out FILE</c>: writes the realm file that belongs to a topology.</summary>
internal static class RealmCommand
{
    private const string Usage = "Use: realm --plant <plant.json> --out <realm.json>";

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        if (args is not ["--plant", var plantPath, "--out", var outPath])
        {
            await errors.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            var plant = Read(plantPath);
            await File.WriteAllBytesAsync(outPath, RealmGenerator.Generate(plant));
            await output.WriteLineAsync($"Wrote {outPath}: {plant.Factories.Count} factories. Its secrets are for development only.");
            return 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            await errors.WriteLineAsync($"The realm cannot be written: {fault.Message} {Usage}");
            return 1;
        }
    }

    public static PlantFile Read(string path) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(path), RealmJson.Default.PlantFile)
        ?? throw new JsonException($"{path} holds null.");
}
