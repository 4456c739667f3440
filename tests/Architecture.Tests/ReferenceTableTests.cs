using System.Xml.Linq;

namespace Jinan.IndustryBrain.Architecture.Tests;

/// <summary>Which project may reference which of ours: docs/architecture.md, held.</summary>
public sealed class ReferenceTableTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Contracts"] = [],
        ["Plugins.Abstractions"] = [],
        ["OpcUa"] = [],
        ["SegmentedLog"] = [],
        ["ServiceDefaults"] = [],
        ["FactoryFile"] = ["OpcUa", "Contracts"],
        ["Capsules"] = ["Plugins.Abstractions"],
        ["Sidecar"] = ["SegmentedLog"],
        ["Collector"] = ["OpcUa", "FactoryFile", "SegmentedLog", "Contracts", "ServiceDefaults"],
        ["Inference"] = ["Capsules", "Plugins.Abstractions", "Contracts", "ServiceDefaults"],
        ["Inference.Worker"] = ["Capsules", "Plugins.Abstractions", "Contracts", "ServiceDefaults"],
        ["Historian"] = ["SegmentedLog", "Contracts", "ServiceDefaults"],
        ["Uplink"] = ["SegmentedLog", "Contracts", "ServiceDefaults"],
        ["Brain"] = ["Screens", "Contracts", "ServiceDefaults"],
        ["Screens"] = [],
        ["EdgeConsole"] = ["Screens", "Contracts", "ServiceDefaults"],
        ["Gateway"] = ["ServiceDefaults"],
        ["DevIdentity"] = ["ServiceDefaults"],
        ["Cli"] = ["OpcUa", "FactoryFile", "Capsules", "SegmentedLog", "Contracts"],
        ["PlantSimulator"] = ["OpcUa"],
        ["Plugins.Training"] = ["Capsules", "Plugins.Abstractions", "PlantSimulator"],
        ["AppHost"] = [],
    };

    // A program that another one starts is built with it, but its types are not referenced.
    private static readonly (string From, string To)[] BuildOrderOnly = [("Inference", "Inference.Worker")];

    public static TheoryData<string> Projects =>
        [.. Repository.Projects().Where(p => !p.StartsWith("tests/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_ReferencesToOurs_AreThoseOfTheTable(string path)
    {
        var name = Repository.NameOf(path);
        Assert.True(Allowed.ContainsKey(name), $"{path} is not in the table: decide what it may reference, and write it down.");

        foreach (var reference in Repository.References(path))
        {
            if (BuildOrderOnly.Contains((name, reference.Name)))
                Assert.False(reference.IsAssemblyReferenced, $"{name} may build {reference.Name}, not reference its types.");
            else
                Assert.Contains(reference.Name, Allowed[name]);
        }
    }

    [Fact]
    public void Table_EveryEntry_IsAProject()
    {
        var projects = Repository.Projects().Select(Repository.NameOf).ToHashSet();
        Assert.Empty(Allowed.Keys.Where(name => !projects.Contains(name)));
    }

    [Fact]
    public void Solution_EveryProject_IsInIt()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Jinan.IndustryBrain.sln")).Replace('\\', '/');
        Assert.Empty(Repository.Projects().Where(p => !solution.Contains(p, StringComparison.Ordinal)));
    }

    [Fact]
    public void Project_PackageReferences_CarryNoVersionOfTheirOwn()
    {
        foreach (var path in Repository.Projects())
            Assert.Empty(
                XDocument.Load(Path.Combine(Repository.Root, path)).Descendants("PackageReference")
                    .Where(p => p.Attribute("Version") is not null || p.Attribute("VersionOverride") is not null));
    }
}
