using Jinan.IndustryBrain.AppHost.Plan;
using Jinan.IndustryBrain.AppHost.Processes;
using Jinan.IndustryBrain.AppHost.Watch;

namespace Jinan.IndustryBrain.AppHost.Display;

/// <summary>How much a note wants attention; the numbers are syslog's.</summary>
internal enum NoteLevel
{
    Error = 3,
    Warning = 4,
    Information = 6,
}

/// <summary>How a run is shown: a live table on a terminal, plain lines elsewhere, JSON lines for machines.</summary>
internal interface IRunDisplay : IAsyncDisposable
{
    /// <summary>Shows <paramref name="work"/> while it goes on.</summary>
    Task StepAsync(string what, Func<Task> work);

    void Note(string text, NoteLevel level = NoteLevel.Information);

    /// <summary>Says why the command ends without having done what it was asked.</summary>
    void Error(string text);

    void Started(RunPlan plan);

    void Changed(ProcessState state);

    void Sectors(IReadOnlyList<SectorSummary> sectors);
}
