using Jinan.IndustryBrain.AppHost.Plan;

namespace Jinan.IndustryBrain.AppHost.Setup;

/// <summary>
/// Puts the factory.yaml files that a person named where the edge's services look for them. Without any the edge starts empty:
/// the console's page "Connect" makes the first one.
/// </summary>
internal static class FactoryFiles
{
    private const string Name = "factory.yaml";

    public static void Install(IReadOnlyList<FileInfo> files, DataLayout data)
    {
        foreach (var file in files)
        {
            if (!file.Exists)
                throw new SetupException($"There is no file {file.FullName}. Pass an existing factory.yaml with --factory.");
            var folder = Path.Combine(data.Factories, FactoryOf(file));
            Directory.CreateDirectory(folder);
            file.CopyTo(Path.Combine(folder, Name), overwrite: true);
        }
    }

    // The collector checks the file in full; here only the id is wanted, for the folder's name.
    private static string FactoryOf(FileInfo file)
    {
        var yaml = new YamlDotNet.RepresentationModel.YamlStream();
        try
        {
            using var reader = file.OpenText();
            yaml.Load(reader);
        }
        catch (YamlDotNet.Core.YamlException e)
        {
            throw new SetupException($"{file.FullName}, line {e.Start.Line}: this is no YAML ({e.Message}).");
        }

        var id = yaml.Documents.FirstOrDefault()?.RootNode is YamlDotNet.RepresentationModel.YamlMappingNode root
            && root.Children.TryGetValue("factory", out var node) ? node.ToString() : null;
        return id is { Length: > 0 } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? id
            : throw new SetupException($"{file.FullName} has no usable 'factory:' id (letters, digits, '-' and '_').");
    }
}
