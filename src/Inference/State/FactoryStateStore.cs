using Dapr.Client;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Inference.Windows;

namespace Jinan.IndustryBrain.Inference.State;

/// <summary>Keeps what Inference must know of a factory after a restart.</summary>
internal interface IFactoryStateStore
{
    Task<(EngineState? State, string ETag)> LoadAsync(string factory, CancellationToken cancellation);

    /// <returns>The new tag.</returns>
    /// <exception cref="StateConflictException">Somebody else has saved since.</exception>
    Task<string> SaveAsync(string factory, EngineState state, string etag, CancellationToken cancellation);
}

/// <summary>Two processes work on one factory; the one that comes second must begin again from what the first has saved.</summary>
internal sealed class StateConflictException(string factory)
    : Exception($"The state of {factory} was changed by another process. Only one Inference may serve a factory.");

/// <summary>One key a factory in the Dapr state store: one write, one transaction.</summary>
internal sealed class FactoryStateStore(DaprClient dapr) : IFactoryStateStore
{
    private static readonly StateOptions FirstWrite = new() { Concurrency = ConcurrencyMode.FirstWrite, Consistency = ConsistencyMode.Strong };

    public async Task<(EngineState? State, string ETag)> LoadAsync(string factory, CancellationToken cancellation)
    {
        var (document, etag) = await dapr.GetStateAndETagAsync<FactoryDocument?>(
            Topics.StateStore, Key(factory), ConsistencyMode.Strong, cancellationToken: cancellation).ConfigureAwait(false);
        return (document?.ToState(), etag ?? "");
    }

    public async Task<string> SaveAsync(string factory, EngineState state, string etag, CancellationToken cancellation)
    {
        var document = FactoryDocument.Of(state);
        var isSaved = await dapr.TrySaveStateAsync(
            Topics.StateStore, Key(factory), document, etag, FirstWrite, cancellationToken: cancellation).ConfigureAwait(false);
        if (!isSaved)
            throw new StateConflictException(factory);

        // The store makes the tags; reading it back costs a call each few seconds.
        var (saved, newTag) = await dapr.GetStateAndETagAsync<FactoryDocument>(
            Topics.StateStore, Key(factory), ConsistencyMode.Strong, cancellationToken: cancellation).ConfigureAwait(false);
        if (saved is null || saved.Position != document.Position)
            throw new StateConflictException(factory);
        return newTag;
    }

    private static string Key(string factory) => $"factory-{factory}";
}
