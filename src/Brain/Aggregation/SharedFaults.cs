using Jinan.IndustryBrain.Brain.Privacy;

namespace Jinan.IndustryBrain.Brain.Aggregation;

/// <summary>
/// Fault kinds that at least k unrelated enterprises of a sector have in one period. It is a statement and no count: with a
/// count, those of the sector that do not have the fault could be told by subtraction.
/// </summary>
internal static class SharedFaults
{
    public static IReadOnlyList<SharedFault> Find(IReadOnlyList<FactoryPeriod> periods, PrivacyRules rules) =>
    [
        .. from period in periods
           from fault in period.Faults
           group period.Unrelated by new SharedFault(period.Sector, fault.Indicator, fault.Signal) into shared
           where shared.Distinct(StringComparer.Ordinal).Count() >= rules.K
           orderby shared.Key.Sector, shared.Key.Indicator, shared.Key.Signal
           select shared.Key,
    ];
}
