using Jinan.IndustryBrain.Sidecar.Api;

namespace Jinan.IndustryBrain.Sidecar.State;

/// <summary>One state store as one application sees it: its keys prefixed, failures as errors of the Dapr API.</summary>
internal sealed class StateAccess(SqliteStateStore store, string appId)
{
    public string StoredKey(string key) => store.Options.KeyPrefix.Stored(appId, store.Options.Name, key);

    public StateValue? Get(string key)
    {
        var stored = StoredKey(key);
        return Read([stored]).GetValueOrDefault(stored);
    }

    /// <summary>The values in the order of the keys; null where there is none.</summary>
    public IReadOnlyList<StateValue?> Get(IReadOnlyList<string> keys)
    {
        var stored = keys.Select(StoredKey).ToList();
        var values = Read(stored);
        return [.. stored.Select(key => values.GetValueOrDefault(key))];
    }

    /// <summary>Each for itself; the first that does not apply is the error, the others are done.</summary>
    public async Task WriteAsync(IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken)
    {
        if (operations.Count == 0)
            return;
        var outcomes = await WriteAsync(operations, atomic: false, "SAVE", cancellationToken);
        if (Array.IndexOf(outcomes, StateOutcome.EtagMismatch) is >= 0 and var failed)
            throw DaprErrors.EtagMismatch(operations[failed].IsDelete ? "DELETE" : "SAVE", operations[failed].Key);
    }

    /// <summary>All or nothing.</summary>
    public async Task TransactAsync(IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken)
    {
        if (operations.Count == 0)
            return;
        var outcomes = await WriteAsync(operations, atomic: true, "TRANSACTION", cancellationToken);
        if (Array.IndexOf(outcomes, StateOutcome.EtagMismatch) is >= 0 and var failed)
            throw DaprErrors.Transaction($"nothing was written: possible etag mismatch for key {operations[failed].Key}");
    }

    private IReadOnlyDictionary<string, StateValue> Read(IReadOnlyList<string> keys)
    {
        try
        {
            return store.Read(keys);
        }
        catch (StateStoreException e)
        {
            throw DaprErrors.StateUnavailable("GET", e.Message);
        }
    }

    private async Task<StateOutcome[]> WriteAsync(IReadOnlyList<StateOperation> operations, bool atomic, string verb, CancellationToken cancellationToken)
    {
        try
        {
            return await store.WriteAsync(operations, atomic, cancellationToken);
        }
        catch (StateStoreException e)
        {
            throw DaprErrors.StateUnavailable(verb, e.Message);
        }
    }
}
