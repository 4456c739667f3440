using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Brain.Cockpit.Decisions;
using Jinan.IndustryBrain.Brain.Storage;
using Jinan.IndustryBrain.Contracts.Tasks;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Language;
using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Tasks;

/// <summary>Tasks that wait for the bureau: whose day is over, and those that the factory has answered or declined.</summary>
internal sealed class TaskDecisions(IDbContextFactory<BrainContext> contexts, PlaceTime time) : IDecisionSource
{
    public const string Overdue = "tasks-overdue";
    public const string Answered = "tasks-answered";

    private static readonly Phrase OverdueText = new("{0} 项任务逾期未关闭", "{0} tasks are overdue");
    private static readonly Phrase AnsweredText = new("{0} 项任务已由工厂答复或拒绝，待负责人决定", "{0} tasks were answered or declined by factories and wait for their owners");

    public async Task<IReadOnlyList<Decision>> FindAsync(CancellationToken cancellationToken)
    {
        var (today, closed) = (time.Today(), TaskWords.Closed);
        var (answered, declined) = (TaskWords.Of(TaskState.Answered), TaskWords.Of(TaskState.Declined));
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var overdue = await context.Tasks.CountAsync(row => row.Due < today && row.State != closed, cancellationToken);
        var waiting = await context.Tasks.Where(row => row.State == answered || row.State == declined).Select(row => row.State).ToListAsync(cancellationToken);
        var found = new List<Decision>();
        if (overdue > 0)
            found.Add(Of(Overdue, Urgency.High, OverdueText, overdue, "/tasks"));
        if (waiting.Count > 0)
            found.Add(Of(Answered, Urgency.Medium, AnsweredText, waiting.Count, $"/tasks?state={waiting[0]}"));
        return found;
    }

    private Decision Of(string rule, Urgency urgency, Phrase text, int count, string link) =>
        new(rule, urgency, null, text, [count], link, LineageRules.Of(LineageRules.TasksWaiting, time.Now, time.Now, time.Now));
}
