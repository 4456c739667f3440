using Jinan.IndustryBrain.AppHost.Plan;
using Jinan.IndustryBrain.AppHost.Processes;
using Jinan.IndustryBrain.AppHost.Watch;

namespace Jinan.IndustryBrain.AppHost.Display;

/// <summary>How a run is shown: a live table on a terminal, plain lines elsewhere, JSON lines for machines.</summary>
internal interface IRunDisplay : IAsyncDisposable
{
    /// <summary>Shows <paramref name="work"/> while it goes on.</summary>
    Task StepAsync(string what, Func<Task> work);

    void Note(string text);

    void Error(string text);

    void Started(RunPlan plan);

    void Changed(ProcessState state);

    void Sectors(IReadOnlyList<SectorSummary> sectors);
}
