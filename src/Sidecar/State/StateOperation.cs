namespace Jinan.IndustryBrain.Sidecar.State;

/// <summary>How a write without an etag treats a value that is there already.</summary>
internal enum StateConcurrency
{
    /// <summary>It is replaced.</summary>
    LastWrite,

    /// <summary>The write fails: only the first one counts.</summary>
    FirstWrite,
}

/// <summary>One upsert or delete; <see cref="Key"/> already carries the prefix of its owner.</summary>
/// <param name="Etag">The version that must be there; null or empty means any.</param>
/// <param name="TimeToLive">How long the value lives, counted from this write; null means for ever.</param>
internal sealed record StateOperation(
    string Key, ReadOnlyMemory<byte> Value, string? Etag, StateConcurrency Concurrency, TimeSpan? TimeToLive, bool IsDelete);

/// <summary>A stored value; <see cref="Expires"/> is null when it lives for ever.</summary>
internal sealed record StateValue(string Key, byte[] Data, string Etag, DateTimeOffset? Expires);

/// <summary>What became of one operation.</summary>
internal enum StateOutcome
{
    Done,

    /// <summary>Another etag is there, or nothing, or (first write) something. Nothing was changed.</summary>
    EtagMismatch,
}

/// <summary>The database could not be written or read; nothing of the request was done.</summary>
internal sealed class StateStoreException(string message, Exception inner) : Exception(message, inner);
