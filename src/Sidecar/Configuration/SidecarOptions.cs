namespace Jinan.IndustryBrain.Sidecar.Configuration;

/// <summary>What one sidecar process serves: read from the JSON file given by <c>--config</c>, then validated.</summary>
internal sealed record SidecarOptions
{
    /// <summary>Topics and state are kept below this folder; one process at a time may own it.</summary>
    public string DataFolder { get; init; } = "";

    /// <summary>Folder with the component, subscription and resiliency YAML.</summary>
    public string ResourcesPath { get; init; } = "";

    public IReadOnlyList<AppOptions> Apps { get; init; } = [];

    public LimitOptions Limits { get; init; } = new();
}

/// <summary>One application: its port pair here, and where it listens itself.</summary>
internal sealed record AppOptions
{
    public string AppId { get; init; } = "";

    /// <summary>Serves the Dapr HTTP API (HTTP/1.1). The default is daprd's.</summary>
    public int HttpPort { get; init; } = 3500;

    /// <summary>Serves the Dapr gRPC API (HTTP/2 without TLS). The default is daprd's.</summary>
    public int GrpcPort { get; init; } = 50001;

    /// <summary>Where the application listens; none for a program that only calls others.</summary>
    public int? AppPort { get; init; }

    /// <summary>What callers of this application's sidecar ports must present; null leaves them open.</summary>
    public string? ApiToken { get; init; }

    /// <summary>What the sidecar presents to the application.</summary>
    public string? AppApiToken { get; init; }

    /// <summary>Components this application may use, besides what their scopes allow; null means all.</summary>
    public IReadOnlyList<string>? Components { get; init; }
}

/// <summary>Limits of what a caller may send; the defaults are daprd's.</summary>
internal sealed record LimitOptions
{
    public int BodyBytes { get; init; } = 4 << 20;

    public int HeaderBytes { get; init; } = 4 << 10;

    /// <summary>How long a stopping sidecar waits for what is under way.</summary>
    public int ShutdownSeconds { get; init; } = 5;
}
