using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>Which changes of a value an item reports (OPC 10000-4, 7.22.2).</summary>
/// <param name="Trigger">What has to differ from the value reported last.</param>
/// <param name="Deadband">Numbers that differ by no more than this are the same; 0 where any difference counts.</param>
internal readonly record struct ChangeFilter(DataChangeTrigger Trigger, double Deadband)
{
    /// <summary>The filter of items that name none: status or value.</summary>
    public static ChangeFilter Default { get; } = new(DataChangeTrigger.StatusValue, 0);

    public bool Passes(in DataValue last, in DataValue current)
    {
        // A change of status is always reported (table 105).
        if (last.StatusCode.Code != current.StatusCode.Code)
            return true;
        return Trigger switch
        {
            DataChangeTrigger.Status => false,
            DataChangeTrigger.StatusValueTimestamp when last.SourceTimestamp != current.SourceTimestamp => true,
            _ => Differs(last.Value, current.Value),
        };
    }

    private bool Differs(in Variant last, in Variant current) =>
        Deadband > 0 && last.TryGetDouble(out var before) && current.TryGetDouble(out var now)
            ? !(Math.Abs(now - before) <= Deadband) // a NaN on either side counts as a change
            : last != current;
}
