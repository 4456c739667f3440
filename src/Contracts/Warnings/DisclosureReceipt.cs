namespace Jinan.IndustryBrain.Contracts.Warnings;

/// <summary>Tells the factory who at the bureau looked at its named warnings.</summary>
/// <param name="Number">Grows; a factory asks for those after the last one it has.</param>
/// <param name="Warning">Id of the case.</param>
/// <param name="Viewer">Account name at the city.</param>
/// <param name="At">When.</param>
/// <param name="Fields">The fields that were there to see.</param>
public sealed record DisclosureReceipt(long Number, string Warning, string Viewer, DateTimeOffset At, IReadOnlyList<WarningField> Fields);
