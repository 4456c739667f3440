namespace Jinan.IndustryBrain.FactoryFile;

/// <summary>A validated factory.yaml. Immutable; another version of the file makes another one.</summary>
public sealed record FactoryConfiguration
{
    /// <summary>The factory's id, and the name of its folder.</summary>
    public required string Factory { get; init; }

    /// <summary>The enterprise that it belongs to.</summary>
    public required string Enterprise { get; init; }

    /// <summary>One of <see cref="Contracts.Sectors"/>.</summary>
    public required string Sector { get; init; }

    /// <summary>The servers, in the order of the file.</summary>
    public required IReadOnlyList<ConnectionSettings> Connections { get; init; }

    /// <summary>The machines, in the order of the file.</summary>
    public required IReadOnlyList<AssetSettings> Assets { get; init; }

    /// <summary>The signals of a connection, in the order of the file.</summary>
    public IEnumerable<(AssetSettings Asset, SignalSettings Signal)> SignalsOf(string connection) =>
        from asset in Assets
        from signal in asset.Signals
        where (signal.Connection ?? asset.Connection) == connection
        select (asset, signal);
}

/// <summary>A machine.</summary>
/// <param name="Id">Its name within the file.</param>
/// <param name="Type">Models are made for types of assets.</param>
/// <param name="Connection">The connection of its signals, unless they name another.</param>
/// <param name="Signals">In the order of the file.</param>
public sealed record AssetSettings(string Id, string Type, string Connection, IReadOnlyList<SignalSettings> Signals);
