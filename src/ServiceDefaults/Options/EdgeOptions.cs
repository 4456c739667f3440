namespace Jinan.IndustryBrain.ServiceDefaults.Options;

/// <summary>Section <c>Edge</c>: the folders that every service of the edge uses.</summary>
public sealed record EdgeOptions : IValidatedOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Edge";

    /// <summary>Holds one folder a factory, named by the factory's id.</summary>
    public string FactoriesFolder { get; init; } = "factories";

    /// <summary>Holds what the services must not lose.</summary>
    public string DataFolder { get; init; } = "data";

    /// <inheritdoc />
    public IEnumerable<string> FindFaults()
    {
        if (string.IsNullOrWhiteSpace(FactoriesFolder))
            yield return "FactoriesFolder is empty: name the folder that holds one sub-folder a factory";
        if (string.IsNullOrWhiteSpace(DataFolder))
            yield return "DataFolder is empty: name a folder that the service may write";
    }

    /// <summary>The folder of a service's state for one factory; it is created.</summary>
    public string StateOf(string service, string factory) => Created(Path.Combine(DataFolder, service, factory));

    /// <summary>The folder of a service's own state; it is created.</summary>
    public string StateOf(string service) => Created(Path.Combine(DataFolder, service));

    private static string Created(string folder) => Directory.CreateDirectory(folder).FullName;
}
