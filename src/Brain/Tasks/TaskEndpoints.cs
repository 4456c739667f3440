using System.Globalization;
using System.Text.Json;
using Jinan.IndustryBrain.Brain.Auditing;
using Jinan.IndustryBrain.Brain.Cockpit.Decisions;
using Jinan.IndustryBrain.Brain.Ingest;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.Contracts.Tasks;
using Jinan.IndustryBrain.Screens.Language;
using Jinan.IndustryBrain.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Jinan.IndustryBrain.Brain.Tasks;

internal static class TaskEndpoints
{
    private const int MostAnswers = 100;
    private const int MostInList = 500;
    private const string IfMatch = "If-Match";
    private const string Concurrency = "Name the revision that you saw in If-Match, as the ETag gave it: 412 when somebody changed the task since, 428 when it is left out.";

    public static IServiceCollection AddTasks(this IServiceCollection services) => services
        .AddSingleton<TaskWriter>()
        .AddSingleton<TaskBook>()
        .AddSingleton<TaskReader>()
        .AddSingleton<TaskAnswers>()
        .AddSingleton<IDecisionSource, TaskDecisions>();

    public static void MapTasks(this IEndpointRouteBuilder endpoints)
    {
        var factory = endpoints.MapGroup("/api/v1/factories/{factory}").RequireAuthorization(CityPolicies.FactoryMachine).WithTags("Factories");
        factory.MapGet("/tasks", ChangedAsync)
            .WithSummary("The factory's tasks that changed")
            .WithDescription($"Those with a revision after 'after', in order; 'take' 1 to {MostInList}, 100 when left out. Closed ones are among them.");
        factory.MapPost("/task-answers", AnswerAsync)
            .WithSummary("What the factory says to its tasks")
            .WithDescription(
                $"A JSON array of at most {MostAnswers} answers, each taken once. Malformed ones, and those to tasks that the factory does not "
                + "have, are refused one by one and named in the answer. An answer to a closed task is kept; the task stays closed.");

        var tasks = endpoints.MapGroup("/api/v1/tasks").RequireAuthorization(CityPolicies.Bureau).WithTags("Tasks");
        tasks.MapGet("/", ListAsync)
            .WithSummary("Tasks, what is due first at the top, closed ones at the end")
            .WithDescription($"'state', 'factory', 'owner', 'warning' and 'overdue' narrow it down; 'skip', and 'take' 1 to {MostInList}, 100 when left out.");
        tasks.MapPost("/", CreateAsync)
            .WithSummary("Makes a task for a factory");
        tasks.MapGet("/{task}", FindAsync)
            .WithSummary("One task with all that happened to it")
            .WithDescription("The ETag is the revision that a change has to name.");
        tasks.MapPut("/{task}", ChangeAsync)
            .WithSummary("Changes title, text, owner or due date")
            .WithDescription("What is left out stays. " + Concurrency);
        tasks.MapPost("/{task}/close", CloseAsync)
            .WithSummary("Closes a task")
            .WithDescription(Concurrency);
        tasks.MapPost("/{task}/reopen", ReopenAsync)
            .WithSummary("Gives a task back to the factory, with a text that says why")
            .WithDescription(Concurrency);
    }

    private static async Task<Results<Ok<CityTask[]>, ProblemHttpResult>> ChangedAsync(
        string factory, HttpContext http, FactoryRegistry registry, TaskReader reader, CancellationToken cancellationToken, long after = 0, int take = 100)
    {
        if (FactoryBatch.FindRefusal(factory, http, registry, out _) is { } refusal)
            return refusal;
        return take is < 1 or > MostInList
            ? FactoryBatch.Refuse(400, "Not so many at a time", $"'take' is {take}: use 1 to {MostInList}.")
            : TypedResults.Ok(await reader.ChangedAsync(factory, after, take, cancellationToken));
    }

    private static async Task<Results<Ok<IngestAnswer>, ProblemHttpResult>> AnswerAsync(
        string factory, JsonElement batch, HttpContext http, FactoryRegistry registry, TaskAnswers answers, CancellationToken cancellationToken)
    {
        if ((FactoryBatch.FindRefusal(factory, http, registry, out var registered) ?? FactoryBatch.FindFault(batch, MostAnswers, "answers")) is { } refusal)
            return refusal;
        return TypedResults.Ok(await answers.StoreAsync(registered!, batch, cancellationToken));
    }

    private static async Task<Results<Ok<IReadOnlyList<TaskView>>, ProblemHttpResult>> ListAsync(
        TaskReader reader,
        CancellationToken cancellationToken,
        string? state = null,
        string? factory = null,
        string? owner = null,
        string? warning = null,
        bool overdue = false,
        int skip = 0,
        int take = 100)
    {
        if (take is < 1 or > MostInList || skip < 0)
            return FactoryBatch.Refuse(400, "Not so many at a time", $"Use 'take' 1 to {MostInList}, and 'skip' 0 or more.");
        if (state is not null && !TaskWords.States.Contains(state))
            return FactoryBatch.Refuse(400, "No such state", $"'state' is '{state}': use {string.Join(", ", TaskWords.States)}.");
        return TypedResults.Ok(await reader.ListAsync(new TaskQuery(state, factory, owner, warning, overdue, skip, take), cancellationToken));
    }

    private static async Task<Results<Created<TaskView>, ProblemHttpResult>> CreateAsync(
        NewTask task, HttpContext http, TaskBook book, CancellationToken cancellationToken)
    {
        var outcome = await book.CreateAsync(task, Viewer.NameOf(http.User), cancellationToken);
        if (outcome.Task is not { } made)
            return FactoryBatch.Refuse(400, "Not a task", outcome.Reason!.In(Texts.English));
        Tag(http, made);
        return TypedResults.Created($"/api/v1/tasks/{made.Id}", made);
    }

    private static async Task<Results<Ok<TaskDetail>, ProblemHttpResult>> FindAsync(
        string task, HttpContext http, TaskReader reader, CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(task, cancellationToken) is not { } found)
            return NotFound(task);
        Tag(http, found.Task);
        return TypedResults.Ok(found);
    }

    private static Task<Results<Ok<TaskView>, ProblemHttpResult>> ChangeAsync(
        string task, TaskChange change, HttpContext http, TaskBook book, CancellationToken cancellationToken, [FromHeader(Name = IfMatch)] string? seen = null) =>
        ApplyAsync(task, seen, http, (revision, by) => book.ChangeAsync(task, revision, change, by, cancellationToken));

    private static Task<Results<Ok<TaskView>, ProblemHttpResult>> CloseAsync(
        string task, TaskRemark remark, HttpContext http, TaskBook book, CancellationToken cancellationToken, [FromHeader(Name = IfMatch)] string? seen = null) =>
        ApplyAsync(task, seen, http, (revision, by) => book.CloseAsync(task, revision, remark.Text, by, cancellationToken));

    private static Task<Results<Ok<TaskView>, ProblemHttpResult>> ReopenAsync(
        string task, TaskRemark remark, HttpContext http, TaskBook book, CancellationToken cancellationToken, [FromHeader(Name = IfMatch)] string? seen = null) =>
        ApplyAsync(task, seen, http, (revision, by) => book.ReopenAsync(task, revision, remark.Text, by, cancellationToken));

    private static async Task<Results<Ok<TaskView>, ProblemHttpResult>> ApplyAsync(
        string task, string? seen, HttpContext http, Func<long, string, Task<TaskOutcome>> change)
    {
        if (string.IsNullOrEmpty(seen))
            return FactoryBatch.Refuse(428, "Which revision?", Concurrency);
        if (!long.TryParse(seen.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
            return FactoryBatch.Refuse(400, "Which revision?", $"If-Match is '{seen}': use the ETag that the task came with.");
        var outcome = await change(revision, Viewer.NameOf(http.User));
        switch (outcome.Result)
        {
            case TaskResult.Done:
                Tag(http, outcome.Task!);
                return TypedResults.Ok(outcome.Task!);
            case TaskResult.NotFound:
                return NotFound(task);
            case TaskResult.Stale:
                Tag(http, outcome.Task!);
                return FactoryBatch.Refuse(412, "Changed since", "Somebody changed the task since you looked. Look again, and decide again.");
            default:
                return FactoryBatch.Refuse(400, "Not possible", outcome.Reason!.In(Texts.English));
        }
    }

    private static void Tag(HttpContext http, TaskView task) => http.Response.Headers.ETag = $"\"{task.Revision}\"";

    private static ProblemHttpResult NotFound(string task) =>
        FactoryBatch.Refuse(404, "No such task", $"There is no task '{task}'. /api/v1/tasks lists what there is.");
}
