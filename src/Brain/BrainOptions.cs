using Jinan.IndustryBrain.ServiceDefaults.Options;

namespace Jinan.IndustryBrain.Brain;

/// <summary>Section <c>Brain</c>.</summary>
internal sealed record BrainOptions : IValidatedOptions
{
    public const string Section = "Brain";

    /// <summary>JSON file with the city's register of factories.</summary>
    public string Registry { get; init; } = "";

    /// <summary>Holds the SQLite database.</summary>
    public string DataFolder { get; init; } = "data/brain";

    /// <summary><c>sqlite</c> or <c>postgresql</c>.</summary>
    public string Database { get; init; } = "sqlite";

    /// <summary>For PostgreSQL.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>A published figure stands for at least so many unrelated enterprises.</summary>
    public int K { get; init; } = 5;

    /// <summary>The largest share of a figure that one enterprise may have.</summary>
    public double DominanceShare { get; init; } = 0.6;

    /// <summary>Figures are made for whole periods of this length, on the UTC grid, and never for other spans.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long after its end a period still takes insights. Then its figures are final.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most insights in one request.</summary>
    public int MaxBatch { get; init; } = 500;

    /// <summary>Folder with further plan cycles (JSON); one with the id of a cycle that this version brings stands in its place.</summary>
    public string? PlanCycles { get; init; }

    /// <summary>Font file with Chinese letters for PDF reports, e.g. <c>/usr/share/fonts/…/NotoSansCJK-Regular.ttc</c>; empty: one of the system's.</summary>
    public string? ReportFont { get; init; }

    /// <summary>So many days it is kept who looked at what.</summary>
    public int AuditDays { get; init; } = 1095;

    public IEnumerable<string> FindFaults()
    {
        if (string.IsNullOrWhiteSpace(Registry))
            yield return "Registry is missing: name the city's register of factories, e.g. apphost/demo/plant.json";
        if (Database is not "sqlite" and not "postgresql")
            yield return $"Database is '{Database}': use sqlite or postgresql";
        if (Database == "sqlite" && string.IsNullOrWhiteSpace(DataFolder))
            yield return "DataFolder is empty: name a folder for the database";
        if (Database == "postgresql" && string.IsNullOrWhiteSpace(ConnectionString))
            yield return "ConnectionString is missing: PostgreSQL needs one";
        if (K < 5)
            yield return $"K is {K}: use 5 or more";
        if (DominanceShare is not (> 0 and < 1))
            yield return $"DominanceShare is {DominanceShare}: use a share between 0 and 1, e.g. 0.6";
        if (Period < TimeSpan.FromSeconds(1) || Period > TimeSpan.FromDays(1) || TimeSpan.TicksPerDay % Period.Ticks != 0)
            yield return $"Period is {Period}: use a length that divides a day, e.g. 00:01:00 or 01:00:00";
        if (Grace < TimeSpan.Zero || Grace > TimeSpan.FromHours(1))
            yield return $"Grace is {Grace}: use 00:00:00 to 01:00:00";
        if (MaxBatch is < 1 or > 5000)
            yield return $"MaxBatch is {MaxBatch}: use 1 to 5000";
        if (AuditDays is < 180 or > 36_500)
            yield return $"AuditDays is {AuditDays}: use 180 to 36500";
        if (!string.IsNullOrEmpty(PlanCycles) && !Directory.Exists(PlanCycles))
            yield return $"PlanCycles is '{PlanCycles}': there is no such folder; leave it empty for the cycles that this version brings";
        if (!string.IsNullOrEmpty(ReportFont) && !File.Exists(ReportFont))
            yield return $"ReportFont is '{ReportFont}': there is no such file; leave it empty for a font of the system";
    }
}
