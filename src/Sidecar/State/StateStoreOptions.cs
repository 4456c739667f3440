namespace Jinan.IndustryBrain.Sidecar.State;

/// <summary>Settings of a <c>state.sqlite</c> component.</summary>
/// <param name="File">The database file.</param>
/// <param name="CleanupInterval">How often expired rows are removed; null means never. Expired values are invisible in any case.</param>
internal sealed record StateStoreOptions(string Name, string File, StateKeyPrefix KeyPrefix, TimeSpan? CleanupInterval);
