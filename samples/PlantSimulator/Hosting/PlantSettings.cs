namespace Jinan.IndustryBrain.PlantSimulator.Hosting;

/// <summary>What a run of the plant was started with.</summary>
/// <param name="Seed">Machines of one seed run the same course each time.</param>
/// <param name="Speed">Simulated seconds a second.</param>
/// <param name="BasePort">Factory n of the plant listens on this port plus n; 0 takes free ports.</param>
/// <param name="JournalFolder">Where the journals are; null for none.</param>
/// <param name="PortsFile">Where the endpoints are written to; null for nowhere.</param>
internal sealed record PlantSettings(int Seed, double Speed, int BasePort, string? JournalFolder, string? PortsFile);
