using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;

namespace Jinan.IndustryBrain.Brain.Tests;

public sealed class PeriodsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly Periods Minutes = new(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(30));

    [Theory]
    [InlineData(0, -60)]
    [InlineData(29, -60)]
    [InlineData(30, 0)]
    [InlineData(89, 0)]
    [InlineData(90, 60)]
    public void Period_IsClosed_WhenItsGraceIsOver(int seconds, int closedThrough) =>
        Assert.Equal(Noon.AddSeconds(closedThrough), Minutes.ClosedThrough(Noon.AddSeconds(seconds)));

    [Theory]
    [InlineData(0, 30)]
    [InlineData(29, 1)]
    [InlineData(30, 60)]
    public void NextClose_IsWhenTheGraceOfThePresentPeriodEnds(int seconds, int wait) =>
        Assert.Equal(TimeSpan.FromSeconds(wait), Minutes.UntilNextClose(Noon.AddSeconds(seconds)));

    [Fact]
    public void Periods_StandOnTheUtcGrid_WhateverTheOffset() =>
        Assert.Equal(Noon, Minutes.StartOf(new DateTimeOffset(2026, 11, 23, 20, 0, 59, TimeSpan.FromHours(8))));

    [Fact]
    public void Options_WithFaults_ListThemAll() => Assert.Equal(7, new BrainOptions
    {
        Registry = "",
        Database = "oracle",
        K = 4,
        DominanceShare = 1,
        Period = TimeSpan.FromSeconds(7),
        Grace = TimeSpan.FromDays(1),
        MaxBatch = 0,
    }.FindFaults().Count());

    [Fact]
    public void Register_WithFaults_ListsThemAll()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, """
            {"factories":[{"id":"a","enterprise":"e","sector":"shipyards","district":"d"},
                          {"id":"a","enterprise":" ","sector":"auto","district":""}]}
            """);
        var fault = Assert.Throws<ServiceStartException>(() => FactoryRegistry.Read(path));
        Assert.Equal(4, fault.Message.Split(Environment.NewLine).Length);
        File.Delete(path);
    }
}
