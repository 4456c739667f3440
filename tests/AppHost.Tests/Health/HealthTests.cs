using Jinan.IndustryBrain.AppHost.Health;
using Jinan.IndustryBrain.AppHost.Processes;

namespace Jinan.IndustryBrain.AppHost.Tests.Health;

/// <summary>Alarms and the page that shows them.</summary>
public sealed class HealthTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Alarms => [.. AlarmKinds.All.Keys];

    [Theory]
    [MemberData(nameof(Alarms))]
    public void Alarm_Each_HasItsSectionInTheOperationsGuide(string id)
    {
        var guide = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "operations.md"));
        Assert.Contains($"\n### {id}\n", guide, StringComparison.Ordinal);
    }

    [Fact]
    public void Guide_EachSectionOfAnAlarm_IsOneThatExists()
    {
        var guide = File.ReadAllLines(Path.Combine(Checkout.Root, "docs", "operations.md"));
        var sections = guide.SkipWhile(l => l != "## Alarms").Skip(1).TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal))
            .Where(l => l.StartsWith("### ", StringComparison.Ordinal)).Select(l => l[4..]).ToList();
        Assert.Equal(AlarmKinds.All.Keys.Order(), sections.Order());
    }

    [Theory]
    [InlineData("zh", "磁盘几乎已满", "异常")]
    [InlineData("en", "The disk is almost full", "unhealthy")]
    public void Page_WithAlarm_SaysItInTheLanguageAsked(string language, string alarm, string state)
    {
        var page = HealthPage.Of(Snapshot(AlarmKinds.Of(AlarmKinds.DiskFull, "/data", "0.4 GiB")), HealthWords.In(language));
        Assert.Contains($"lang=\"{language}\"", page, StringComparison.Ordinal);
        Assert.Contains(alarm, page, StringComparison.Ordinal);
        Assert.Contains(state, page, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_WhatServicesSay_IsText()
    {
        var page = HealthPage.Of(Snapshot(AlarmKinds.Of(AlarmKinds.ServiceDegraded, "collector", "<script>x</script>")), HealthWords.In("en"));
        Assert.DoesNotContain("<script>x", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;x", page, StringComparison.Ordinal);
    }

    private static HealthSnapshot Snapshot(params Alarm[] alarms) => new(
        HealthState.Unhealthy, "edge", "0.1.0", "linux-x64", Time, Time, alarms,
        [new ProcessHealth("collector", ProcessPhase.Ready, 0, Time, "Healthy", "")], new DiskHealth(1, 2),
        new EdgeHealth(1, 1, 1, 5, Time, Time, 0), null, null);
}
