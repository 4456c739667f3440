using Jinan.IndustryBrain.OpcUa.DataTypes;
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

    private bool Differs(in Variant last, in Variant current)
    {
        if (Deadband > 0 && last.TryGetDouble(out var before) && current.TryGetDouble(out var now))
            return !(Math.Abs(now - before) <= Deadband); // a NaN on either side counts as a change
        if (Deadband > 0 && last.Elements is { } lasts && current.Elements is { } currents && last.Type == current.Type && lasts.Length == currents.Length)
            return AnyDiffers(lasts, currents);
        return last != current;
    }

    // One element outside the deadband reports the array (7.22.2).
    private bool AnyDiffers(Array lasts, Array currents)
    {
        for (var i = 0; i < lasts.Length; i++)
        {
            if (Differs(ElementArrays.Get(lasts, i), ElementArrays.Get(currents, i)))
                return true;
        }

        return false;
    }
}
