using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Tasks;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.EdgeConsole.Edge;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Pages;

/// <summary>An uplink with what a test gives it; everything else answers that it is away. It keeps what it was told.</summary>
internal sealed class FakeExchange : IExchange
{
    public DisclosureAnswer? Disclosure { get; set; }
    public ExportsAnswer? Exports { get; set; }
    public LastExportsAnswer? Last { get; set; }
    public DisclosureReceipt[]? Receipts { get; set; }
    public TasksAnswer? Tasks { get; set; }

    public List<(DisclosurePolicy Policy, string By)> Policies { get; } = [];
    public List<TaskAnswer> Answers { get; } = [];

    public Task<DisclosureAnswer> DisclosureAsync(string factory, CancellationToken cancellation) => Of(Disclosure);

    public Task SetDisclosureAsync(string factory, DisclosurePolicy policy, string by, CancellationToken cancellation)
    {
        Policies.Add((policy, by));
        return Task.CompletedTask;
    }

    public Task<ExportsAnswer> ExportsAsync(string factory, CancellationToken cancellation) => Of(Exports);

    public Task<LastExportsAnswer> LastExportsAsync(string factory, CancellationToken cancellation) => Of(Last);

    public Task<DisclosureReceipt[]> ReceiptsAsync(string factory, CancellationToken cancellation) => Of(Receipts);

    public Task<TasksAnswer> TasksAsync(string factory, CancellationToken cancellation) => Of(Tasks);

    public Task AnswerAsync(string factory, TaskAnswer answer, CancellationToken cancellation)
    {
        Answers.Add(answer);
        return Task.CompletedTask;
    }

    private static Task<T> Of<T>(T? answer)
        where T : class =>
        answer is null ? Task.FromException<T>(new HttpRequestException("service: away")) : Task.FromResult(answer);
}

/// <summary>Stored windows likewise.</summary>
internal sealed class FakeEvidence : IEvidence
{
    public ReplayAnswer? Replay { get; set; }

    public IReadOnlyList<ValueAnswer> Values { get; set; } = [];

    public Task<ReplayAnswer> ReplayAsync(Insight insight, CancellationToken cancellation) =>
        Replay is null ? Task.FromException<ReplayAnswer>(new HttpRequestException("inference: away")) : Task.FromResult(Replay);

    public Task<IReadOnlyList<ValueAnswer>> ValuesAsync(
        string factory, string signal, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) => Task.FromResult(Values);
}
