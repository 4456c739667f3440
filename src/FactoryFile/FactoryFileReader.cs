using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Sentences;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Jinan.IndustryBrain.FactoryFile;

/// <summary>
/// Reads a factory.yaml (docs/factory.schema.json). All faults of the file are found in one reading; with any fault there is
/// no configuration.
/// </summary>
public static class FactoryFileReader
{
    /// <summary>Name of the file in its factory's folder.</summary>
    public const string FileName = "factory.yaml";
    private const string Version = "1";

    /// <param name="yaml">The file's text.</param>
    /// <param name="folder">The factory's folder: files with secrets are named relative to it, and it bears the factory's id.</param>
    /// <param name="bearsId">False where the file is not, or not yet, in a folder that bears the factory's id.</param>
    /// <param name="filesToCome">Full paths of files that will be there when the file is used, such as a secret that is written with it.</param>
    public static ConfigurationResult Read(string yaml, string folder, bool bearsId = true, IReadOnlyCollection<string>? filesToCome = null)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        ArgumentNullException.ThrowIfNull(folder);
        var notes = new ReadingNotes { FilesToCome = filesToCome ?? [] };
        var configuration = Parse(yaml, notes.Faults) is { } root && YamlFields.Of(root, "", notes) is { } fields
            ? ReadFactory(fields, folder, bearsId)
            : null;
        return new ConfigurationResult(notes.Faults.Count == 0 ? configuration : null, [.. notes.Faults.OrderBy(fault => fault.Line)])
        {
            Lines = notes.Lines,
        };
    }

    /// <summary>Whether a text may name a factory, an asset or a signal: it becomes part of file names, signal names and queries.</summary>
    public static bool IsIdentifier(string? text) =>
        text is { Length: > 0 and <= 64 } && text[0] != '.' && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static YamlNode? Parse(string yaml, List<ConfigurationFault> faults)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents is [var document])
                return document.RootNode;
            faults.Add(new ConfigurationFault(1, "", FactoryFileSentences.OneDocument.Of()));
        }
        catch (YamlException exception)
        {
            faults.Add(new ConfigurationFault((int)exception.Start.Line, "", FactoryFileSentences.NoYaml.Of(exception.Message)));
        }

        return null;
    }

    private static FactoryConfiguration ReadFactory(YamlFields fields, string folder, bool bearsId)
    {
        if (fields.Required("schema", Version) is { } version && version != Version)
            fields.Fault("schema", FactoryFileSentences.UnknownVersion.Of(version, Version));
        var factory = fields.Identifier("factory", "auto-01");
        var folderName = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        if (bearsId && factory is not null && factory != folderName)
            fields.Fault("factory", FactoryFileSentences.OtherFolder.Of(factory, folderName));
        var enterprise = fields.Identifier("enterprise", "ent-auto-01");
        var sector = fields.Required("sector", Sectors.All[0]);
        if (sector is not null && !Sectors.All.Contains(sector))
            fields.Fault("sector", FactoryFileSentences.NoSector.Of(sector, string.Join(", ", Sectors.All)));

        var connections = ConnectionReader.Read(fields, folder);
        var assets = AssetReader.Read(fields, [.. connections.Select(connection => connection.Id)]);
        foreach (var connection in connections.Where(connection => connection.Events.Count > 0 && HasEventsOfItsOwn(assets, connection)))
        {
            fields.Fault("assets", FactoryFileSentences.EventsNameTaken.Of(connection.Id, ConnectionSettings.EventsSignal));
        }

        fields.Finish();
        return new FactoryConfiguration
        {
            Factory = factory ?? "",
            Enterprise = enterprise ?? "",
            Sector = sector ?? "",
            Connections = connections,
            Assets = assets,
        };
    }

    private static bool HasEventsOfItsOwn(List<AssetSettings> assets, ConnectionSettings connection) =>
        assets.Exists(asset => asset.Id == connection.Id && asset.Signals.Any(signal => signal.Name == ConnectionSettings.EventsSignal));
}
