namespace Jinan.IndustryBrain.EdgeConsole.Warnings;

/// <summary>A time in which nothing new is raised of a machine, because people said that they work on it.</summary>
/// <param name="Since">With factory and machine its identity.</param>
/// <param name="Until">Its end: as planned while it runs, as it came to be afterwards.</param>
/// <param name="Who">Account that began it.</param>
/// <param name="Note">What was written when it began.</param>
/// <param name="HeldBack">Insights at a warning level that were computed meanwhile.</param>
public sealed record Maintenance(string Factory, string Asset, DateTimeOffset Since, DateTimeOffset Until, string Who, string? Note, long HeldBack)
{
    /// <summary>What people did to it, oldest first.</summary>
    public IReadOnlyList<MaintenanceEntry> History { get; init; } = [];
}

/// <summary>A line of a maintenance's history.</summary>
/// <param name="Who">Account.</param>
/// <param name="What">One of <see cref="MaintenanceEvents"/>.</param>
/// <param name="Until">The end that held from then on.</param>
/// <param name="Text">What was written with it.</param>
public sealed record MaintenanceEntry(DateTimeOffset At, string Who, string What, DateTimeOffset Until, string? Text);

/// <summary>Words of a maintenance's history.</summary>
internal static class MaintenanceEvents
{
    public const string Began = "began";
    public const string EndChanged = "end_changed";

    /// <summary>By hand. One that comes to its planned end has no line of it.</summary>
    public const string Ended = "ended";

    /// <summary>Another one began in its place, from a case.</summary>
    public const string Superseded = "superseded";
}

/// <summary>What is over, newest end first.</summary>
/// <param name="Listed">The newest of them.</param>
/// <param name="Count">How many there are.</param>
public sealed record PastMaintenance(IReadOnlyList<Maintenance> Listed, long Count);
