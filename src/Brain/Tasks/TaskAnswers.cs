using System.Text.Json;
using Jinan.IndustryBrain.Brain.Ingest;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.Brain.Storage;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.Contracts.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Tasks;

/// <summary>Takes in what a factory says to its tasks, each answer once.</summary>
internal sealed class TaskAnswers(TaskWriter writer, BrainMetrics metrics, TimeProvider time, ILogger<TaskAnswers> logger)
{
    public async Task<IngestAnswer> StoreAsync(RegisteredFactory factory, JsonElement batch, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var readable = new List<(int Index, JsonElement Item, TaskAnswer Answer)>();
        var unreadable = new List<(int Index, JsonElement Item, Sentence Reason)>();
        foreach (var (index, item) in batch.EnumerateArray().Index())
        {
            if (TaskCheck.TryRead(item, now, out var answer) is { } reason)
                unreadable.Add((index, item, reason));
            else
                readable.Add((index, item, answer!));
        }

        var (stored, duplicates, refused) = await writer.WriteAsync(SaveAsync, cancellationToken);
        metrics.Answered("stored", stored);
        metrics.Answered("duplicate", duplicates);
        metrics.Answered("refused", refused.Count);
        if (refused.Count > 0)
            Log.AnswersRefused(logger, refused.Count, refused.Count + stored + duplicates, factory.Id, refused[0].Reason);
        return new IngestAnswer(stored, duplicates, refused);

        async Task<(int Stored, int Duplicates, IReadOnlyList<RefusedItem> Refused)> SaveAsync(BrainContext context)
        {
            var refusals = unreadable.ToList();
            var ids = readable.Select(item => item.Answer.Id).Distinct().ToList();
            var known = await context.TaskEvents
                .Where(row => row.Factory == factory.Id && row.Answer != null && ids.Contains(row.Answer))
                .Select(row => row.Answer!)
                .ToHashSetAsync(cancellationToken);
            var names = readable.Select(item => item.Answer.Task).Distinct().ToList();
            var tasks = await context.Tasks
                .Where(row => row.Factory == factory.Id && names.Contains(row.Id))
                .ToDictionaryAsync(row => row.Id, cancellationToken);
            var revision = await TaskWriter.NextRevisionAsync(context, factory.Id, cancellationToken);
            var (added, again) = (0, 0);
            foreach (var (index, item, answer) in readable)
            {
                if (!tasks.TryGetValue(answer.Task, out var task))
                {
                    refusals.Add((index, item, RefusalSentences.NoTask.Of(answer.Task)));
                    continue;
                }

                if (!known.Add(answer.Id))
                {
                    again++;
                    continue;
                }

                added++;
                context.TaskEvents.Add(Event(factory, answer, now));

                // It may have crossed with its owner's closing the task: then it is kept, and the task stays closed.
                if (task.State != TaskWords.Closed)
                    task.State = TaskWords.Of(answer.State);
                task.Revision = revision++;
                task.Changed = now;
            }

            context.DeadLetters.AddRange(refusals.Select(refusal => FactoryBatch.DeadLetter(factory, refusal.Item, refusal.Reason.Text, now)));
            await context.SaveChangesAsync(cancellationToken);
            return (added, again, [.. refusals.OrderBy(refusal => refusal.Index).Select(refusal => RefusedItem.Of(refusal.Index, refusal.Reason))]);
        }
    }

    private static TaskEventRow Event(RegisteredFactory factory, TaskAnswer answer, DateTimeOffset now) => new()
    {
        Task = answer.Task,
        Factory = factory.Id,
        Answer = answer.Id,
        Kind = "answered",
        State = TaskWords.Of(answer.State),
        Text = string.IsNullOrWhiteSpace(answer.Text) ? null : answer.Text,
        By = answer.By,
        At = answer.At,
        Stored = now,
    };
}
