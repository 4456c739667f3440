using Jinan.IndustryBrain.OpcUa.SecureChannel;

namespace Jinan.IndustryBrain.FactoryFile.Writing;

/// <summary>What is to stand in a factory.yaml: one connection and the signals that are read through it.</summary>
public sealed record FactoryDraft
{
    /// <summary>Id of the factory.</summary>
    public string Factory { get; init; } = "my-factory";

    /// <summary>Id of the enterprise.</summary>
    public string Enterprise { get; init; } = "my-enterprise";

    /// <summary>One of <see cref="Contracts.Sectors"/>.</summary>
    public string Sector { get; init; } = Contracts.Sectors.All[0];

    /// <summary>Type of the assets; models are made for types.</summary>
    public string AssetType { get; init; } = "machine";

    /// <summary>The server.</summary>
    public required ConnectionDraft Connection { get; init; }

    /// <summary>What is read of it.</summary>
    public required IReadOnlyList<FoundSignal> Signals { get; init; }

    /// <summary>Sampling of signals that name none.</summary>
    public string Sampling { get; init; } = "1s";

    /// <summary>Changes that the server keeps of a signal.</summary>
    public int Queue { get; init; } = 10;

    /// <summary>Comments above everything.</summary>
    public IReadOnlyList<string> Heading { get; init; } = [];

    /// <summary>Comments at the end, for instance what was left out.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

/// <summary>A server as it is to stand in a factory.yaml.</summary>
/// <param name="Endpoint"><c>opc.tcp://host:port/path</c>.</param>
public sealed record ConnectionDraft(string Endpoint)
{
    /// <summary>Name within the file; in a file that has it already, another one is made of it.</summary>
    public string Id { get; init; } = "plc1";

    /// <summary>How the channel is secured.</summary>
    public SecurityPolicyChoice Policy { get; init; }

    /// <summary>Whether messages are signed, or encrypted as well.</summary>
    public SecurityMode Mode { get; init; }

    /// <summary>
    /// Who the session acts for; names of files are written as they stand. A password without a file becomes a comment that says
    /// how to give it one.
    /// </summary>
    public UserSettings User { get; init; } = new AnonymousUser();

    /// <summary>Publishing interval that the server is asked for.</summary>
    public string Publishing { get; init; } = "1s";

    /// <summary>Comments at the connection.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
