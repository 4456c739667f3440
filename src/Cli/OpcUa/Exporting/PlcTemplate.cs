using Jinan.IndustryBrain.FactoryFile.Writing;

namespace Jinan.IndustryBrain.Cli.OpcUa.Exporting;

/// <summary>What is known of a kind of server before one is seen: how it likes to be asked, and what its nodes look like.</summary>
internal sealed record PlcTemplate(string Name, string Title)
{
    public string Publishing { get; init; } = "1s";

    public string Sampling { get; init; } = "1s";

    public int Queue { get; init; } = 10;

    /// <summary>Become comments of the connection.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What is exported when no pattern is given.</summary>
    public IReadOnlyList<string> Patterns { get; init; } = ["**"];

    /// <summary>Signals to begin with where no server is at hand.</summary>
    public IReadOnlyList<FoundSignal> Examples { get; init; } = [];

    public static PlcTemplate Generic { get; } = new("generic", "Any OPC UA server")
    {
        Notes =
        [
            "Unknown servers: items are created 50 at a time until the server declares more.",
            "Take policy: Best where 'brain opcua discover' shows a policy other than None.",
        ],
        Examples = [new("nsu=urn:vendor:plc;s=Machine1.Temperature", "Objects/Machine1/Temperature", "double", "Cel")],
    };

    public static IReadOnlyList<PlcTemplate> All { get; } =
    [
        Generic,
        new("s7-1200", "Siemens S7-1200, firmware 4.4 or newer")
        {
            Notes =
            [
                "Takes 10 sessions and about 1,000 items; has no data-change filters: no deadband, trigger or percent.",
                "It declares 1,000 operations a request and is about fifty times slower above 200: no more are sent.",
                "Sampling below 1s loads the CPU: cyclic interrupts come late first.",
                "Security: activate Basic256Sha256 at the PLC, policy: Best here, and trust the collector's certificate in the project.",
            ],
            Patterns = ["Objects/*/DataBlocksGlobal/**", "Objects/*/ServerInterfaces/**"],
            Examples =
            [
                new("nsu=http://www.siemens.com/simatic-s7-opcua;s=\"Machine\".\"Temperature\"", "Objects/PLC/DataBlocksGlobal/Machine/Temperature", "double", "Cel"),
                new("nsu=http://www.siemens.com/simatic-s7-opcua;s=\"Machine\".\"Cycles\"", "Objects/PLC/DataBlocksGlobal/Machine/Cycles", "int64", ""),
            ],
        },
        new("s7-1500", "Siemens S7-1500")
        {
            Publishing = "500ms",
            Sampling = "500ms",
            Notes =
            [
                "Takes up to 10,000 items, depending on the CPU; best created 500 at a time or fewer.",
                "Counts sampled items by their interval: the faster, the fewer. BadTooManyMonitoredItems means that this budget is used up.",
                "Security: Basic256Sha256 or newer, policy: Best; trust the collector's certificate in the PLC's certificate manager.",
            ],
            Patterns = ["Objects/*/DataBlocksGlobal/**", "Objects/*/ServerInterfaces/**"],
            Examples =
            [
                new("nsu=http://www.siemens.com/simatic-s7-opcua;s=\"Machine\".\"Temperature\"", "Objects/PLC/DataBlocksGlobal/Machine/Temperature", "double", "Cel"),
                new("nsu=http://www.siemens.com/simatic-s7-opcua;s=\"Machine\".\"Torque\"", "Objects/PLC/DataBlocksGlobal/Machine/Torque", "double", "N.m"),
            ],
        },
        new("simulator", "The plant simulator of this repository")
        {
            Publishing = "500ms",
            Sampling = "200ms",
            Queue = 20,
            Notes = ["Runs on this machine without security."],
            Patterns = ["Objects/**"],
            Examples = [new("nsu=urn:jinan:industrybrain:plant;s=auto-01-m1.torque", "Objects/auto-01-m1/torque", "double", "N.m")],
        },
    ];

    /// <exception cref="CommandException">There is none of this name.</exception>
    public static PlcTemplate Of(string name) => All.FirstOrDefault(template => template.Name == name)
        ?? throw new CommandException($"--template: there is no '{name}': use {string.Join(", ", All.Select(template => template.Name))}.");
}
