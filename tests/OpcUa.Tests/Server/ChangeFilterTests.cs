using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Tests.Server;

public sealed class ChangeFilterTests
{
    private static readonly DateTime Time = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DataValue Last = new(10.0, default, Time);

    [Theory]
    [InlineData(DataChangeTrigger.Status, false, false, true)]
    [InlineData(DataChangeTrigger.StatusValue, false, true, true)]
    [InlineData(DataChangeTrigger.StatusValueTimestamp, true, true, true)]
    public void Passes_EachTrigger_ReportsWhatItNames(DataChangeTrigger trigger, bool onTime, bool onValue, bool onStatus)
    {
        var filter = new ChangeFilter(trigger, 0);

        Assert.False(filter.Passes(Last, Last));
        Assert.Equal(onTime, filter.Passes(Last, Last with { SourceTimestamp = Time.AddTicks(1) }));
        Assert.Equal(onValue, filter.Passes(Last, Last with { Value = 10.5 }));
        Assert.Equal(onStatus, filter.Passes(Last, Last with { StatusCode = StatusCodes.UncertainInitialValue }));
    }

    [Theory]
    [InlineData(10.5, false)]
    [InlineData(9.5, false)]
    [InlineData(10.51, true)]
    [InlineData(9.49, true)]
    [InlineData(double.NaN, true)]
    public void Passes_AbsoluteDeadband_ReportsOnlyLargerChanges(double value, bool expected)
    {
        var filter = new ChangeFilter(DataChangeTrigger.StatusValue, 0.5);

        Assert.Equal(expected, filter.Passes(Last, Last with { Value = value }));
    }
}
