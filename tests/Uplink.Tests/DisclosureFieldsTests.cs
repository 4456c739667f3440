using System.Text.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.Uplink.Disclosure;

namespace Jinan.IndustryBrain.Uplink.Tests;

/// <summary>The table of what leaves is what leaves.</summary>
public sealed class DisclosureFieldsTests
{
    [Fact]
    public void Fields_CoverTheContracts_EachOnce()
    {
        string[] contracts =
        [
            .. DisclosureFields.PathsOf(ContractsJson.Default.Insight).Select(path => "insights " + path),
            .. DisclosureFields.PathsOf(ContractsJson.Default.WarningReport).Select(path => "warnings " + path),
            .. DisclosureFields.PathsOf(ContractsJson.Default.TaskAnswer).Select(path => "task-answers " + path),
        ];
        Assert.Equal(contracts, DisclosureFields.All.Select(field => $"{field.Kind} {field.Path}"));
        Assert.Equal(contracts.Length, contracts.Distinct().Count());
        Assert.Contains("insights contributions[].share", contracts);
    }

    [Fact]
    public void Insights_NeverTell_TheReasonTheIntervalAndWhenTheCityStoredThem() => Assert.Equal(
        ["reason", "interval.low", "interval.high", "interval.coverage", "interval.isOpen", "hops.stored"],
        DisclosureFields.All.Where(field => field is { Kind: "insights", Leaves: DisclosureFields.Never }).Select(field => field.Path));

    [Fact]
    public void Warnings_EachFieldOfThePolicy_ReleasesSomething()
    {
        var released = DisclosureFields.All.Where(field => field.Kind == "warnings").Select(field => field.Leaves).ToHashSet();
        foreach (var field in Enum.GetValues<WarningField>())
            Assert.Contains(JsonSerializer.SerializeToElement(field).GetString()!, released);
        Assert.Equal(
            ["schema", "id", "revision", "factory", "enterprise", "sector", "state", "raised", "changed", "withdrawn"],
            DisclosureFields.All.Where(field => field is { Kind: "warnings", Leaves: DisclosureFields.Always }).Select(field => field.Path));
    }
}
