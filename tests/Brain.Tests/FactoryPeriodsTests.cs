using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.TestKit.City;

namespace Jinan.IndustryBrain.Brain.Tests;

/// <summary>What a factory's insights of one period come to.</summary>
public sealed class FactoryPeriodsTests
{
    private static readonly DateTimeOffset From = new(2026, 3, 1, 0, 0, 5, TimeSpan.Zero);

    [Fact]
    public void Factory_OfTwoMachines_HasTheWorstLevelAndTheMeansOfItsAnswers()
    {
        var period = Assert.Single(FactoryPeriods.Of([Row("m1", 0.8, "ok"), Row("m1", 0.6, "warning"), Row("m2", 1, "ok")]));
        Assert.Equal(("warning", 2), (period.Level, period.Machines));
        var answer = Assert.Single(period.Answers);
        Assert.Equal(0.8, answer.Mean, 9);
        Assert.Equal(0.9, answer.Coverage, 9);
    }

    [Fact]
    public void Factory_OfWhichNothingWasComputed_IsConnectedWithoutMachinesOrLevel()
    {
        var period = Assert.Single(FactoryPeriods.Of([Row("m1", null, "none")]));
        Assert.Equal(("none", 0), (period.Level, period.Machines));
        Assert.Empty(period.Answers);
    }

    [Fact]
    public void Fault_IsTheSignalOfTheLargestShare_WhicheverWay_AndOnce()
    {
        var document = Insights.JsonOf(Insights.Of("f", From, 0.5, InsightLevel.Alarm) with
        {
            Contributions = [new("current", 0.3), new("torque", -0.7)],
        });
        var period = Assert.Single(FactoryPeriods.Of([Row("m1", 0.5, "alarm", document), Row("m2", 0.5, "alarm", document)]));
        Assert.Equal(new FactoryFault("health_index", "torque"), Assert.Single(period.Faults));
    }

    [Fact]
    public void Fault_OfAnInsightWithoutContributions_IsNone()
    {
        var document = Insights.JsonOf(Insights.Of("f", From, 0.5, InsightLevel.Alarm) with { Contributions = [] });
        Assert.Empty(Assert.Single(FactoryPeriods.Of([Row("m1", 0.5, "alarm", document)])).Faults);
    }

    private static PeriodInsight Row(string asset, double? value, string level, string? document = null) => new(
        From, "f", asset, "health_index", "1", "auto", "gaoxin", level, "enterprise:e", value, 0.9, value is not null, document);
}
