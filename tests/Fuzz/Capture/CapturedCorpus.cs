using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Fuzz.Capture;

/// <summary>What our client and our server once said to each other: Corpus/*.hex, remade by <see cref="CaptureTests"/>.</summary>
internal static class CapturedCorpus
{
    const string Messages = "messages.hex";

    static readonly Lazy<IReadOnlyList<(string Name, byte[] Bytes)>> Captured = new(() => Load(Path.Combine(AppContext.BaseDirectory, "Corpus")));

    /// <summary>Bodies of messages (encoding id and fields) with the names of their types.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> All => Captured.Value;

    /// <summary>Captured bodies of one message type; none for a type that was never captured.</summary>
    public static IReadOnlyList<byte[]> Of(uint encodingId) =>
        [.. All.Where(message => IdOf(message.Bytes) == encodingId).Select(message => message.Bytes)];

    public static uint IdOf(byte[] body)
    {
        var reader = new UaReader(body);
        return ServiceMessages.ReadEncodingId(ref reader);
    }

    static List<(string Name, byte[] Bytes)> Load(string folder) =>
    [
        .. File.ReadLines(Path.Combine(folder, Messages))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' '))
            .Select(parts => (parts[0], Convert.FromHexString(parts[1]))),
    ];

    public static void Save(IEnumerable<(string Name, byte[] Bytes)> messages)
    {
        var folder = Path.Combine(Repository(), "tests", "Fuzz", "Corpus");
        Directory.CreateDirectory(folder);
        File.WriteAllLines(
            Path.Combine(folder, Messages),
            ["# Message bodies between our client and our server, by type. Remade by CaptureTests: see README.md.", .. messages.Select(message => $"{message.Name} {Convert.ToHexString(message.Bytes)}")]);
    }

    static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Jinan.IndustryBrain.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Run it from within the repository: the corpus is written to tests/Fuzz/Corpus.");
    }
}
