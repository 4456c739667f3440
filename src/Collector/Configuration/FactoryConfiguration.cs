using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.Collector.Configuration;

/// <summary>A validated factory.yaml. Immutable; another version of the file makes another one.</summary>
internal sealed record FactoryConfiguration
{
    public required string Factory { get; init; }

    public required string Enterprise { get; init; }

    public required string Sector { get; init; }

    public required IReadOnlyList<ConnectionSettings> Connections { get; init; }

    public required IReadOnlyList<AssetSettings> Assets { get; init; }

    /// <summary>The signals of a connection, in the order of the file.</summary>
    public IEnumerable<(AssetSettings Asset, SignalSettings Signal)> SignalsOf(string connection) =>
        from asset in Assets
        from signal in asset.Signals
        where (signal.Connection ?? asset.Connection) == connection
        select (asset, signal);
}

/// <summary>One OPC UA server.</summary>
internal sealed record ConnectionSettings
{
    public required string Id { get; init; }

    public required string Endpoint { get; init; }

    /// <summary>Null for anonymous.</summary>
    public string? UserName { get; init; }

    /// <summary>Full path of the file whose first line is the password.</summary>
    public string? PasswordFile { get; init; }

    public ClockSource Clock { get; init; }

    public TimeSpan Publishing { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(10);

    public byte Priority { get; init; }

    /// <summary>How far a source time may lie ahead of this machine's clock before it counts as implausible.</summary>
    public TimeSpan MaxFuture { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>Whose clock stamps a connection's values.</summary>
internal enum ClockSource
{
    Source,
    Server,
    Received,
}

/// <summary>A machine.</summary>
internal sealed record AssetSettings(string Id, string Type, string Connection, IReadOnlyList<SignalSettings> Signals);

/// <summary>One value of a machine.</summary>
internal sealed record SignalSettings
{
    public required string Name { get; init; }

    public required ExpandedNodeId Node { get; init; }

    public string Unit { get; init; } = "";

    public SignalType Type { get; init; }

    public TimeSpan Sampling { get; init; } = TimeSpan.FromSeconds(1);

    public uint Queue { get; init; } = 10;

    /// <summary>Where the signal is read through another connection than its asset's.</summary>
    public string? Connection { get; init; }
}
