using Jinan.IndustryBrain.Brain.Cockpit.Words;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Cockpit.Parts;

/// <summary>The pages that the bar leads to, in its order.</summary>
internal static class Navigation
{
    public static readonly IReadOnlyList<(string Path, Phrase Name)> Pages =
    [
        ("/", CockpitPhrases.Overview),
        ("/map", CockpitPhrases.Map),
        ("/sectors", CockpitPhrases.Sectors),
        ("/warnings", WorkPhrases.WarningsAndTasks),
        ("/targets", TargetPhrases.Targets),
        ("/reports", ReportPhrases.Reports),
        ("/audit", AuditPhrases.Audit),
    ];

    /// <returns>The page of the bar that another one belongs to.</returns>
    public static string? AlsoOf(string path) =>
        path == "/tasks" || path.StartsWith("/tasks/", StringComparison.Ordinal) ? "/warnings" : null;
}
