using Jinan.IndustryBrain.AppHost.Manifest;

namespace Jinan.IndustryBrain.AppHost.Tests.Manifest;

public sealed class ManifestReaderTests
{
    [Fact]
    public void ReadFile_OurManifest_NamesEveryServiceWithItsSidecar()
    {
        var manifest = ManifestReader.ReadFile(Path.Combine(Checkout.Root, "aspire-manifest.json"));

        Assert.All(manifest.All<ProjectResource>(), p => Assert.True(File.Exists(Path.Combine(Checkout.Root, p.Path)), p.Path));
        var applications = manifest.All<DaprResource>().Select(d => d.Application).ToHashSet();
        Assert.Superset(new HashSet<string> { "collector", "historian", "inference", "uplink", "gateway", "brain" }, applications);
        var components = manifest.All<DaprComponentResource>().Select(c => c.Name).ToHashSet();
        Assert.All(manifest.All<DaprResource>().SelectMany(d => d.Components), c => Assert.Contains(c, components));
    }

    /// <summary>A manifest that Aspire.Hosting itself wrote, where the machine has it.</summary>
    [Fact]
    public void ReadFile_ManifestWrittenByAspire_IsRead()
    {
        var sample = Path.Combine(Checkout.Root, "..", "shared", "facts", "aspire-manifest.sample.json");
        Assert.SkipUnless(File.Exists(sample), "no sample manifest beside the checkout");

        var manifest = ManifestReader.ReadFile(sample);

        Assert.Empty(manifest.All<UnknownResource>());
        Assert.NotEmpty(manifest.All<ProjectResource>());
        Assert.NotEmpty(manifest.All<ContainerResource>());
        Assert.Contains(manifest.All<DaprResource>(), d => d.Components.Contains("pubsub"));
        Assert.Contains(manifest.All<ParameterResource>(), p => p is { Secret: true, GenerateLength: 22 });
    }

    [Theory]
    [InlineData("{", "line 1: this is no JSON")]
    [InlineData("[]", "no object 'resources'")]
    [InlineData("""{"resources":{"a":{}}}""", "'a' has no 'type'")]
    [InlineData("""{"resources":{"a":{"type":"project.v1"}}}""", "'a' has no 'path'")]
    [InlineData("""{"resources":{"a":{"type":"dapr.v0"}}}""", "'a' has no 'dapr'")]
    [InlineData("""{"resources":{"a":{"type":"value.v0"},"A":{"type":"value.v0"}}}""", "'A' is there twice")]
    [InlineData("""{"resources":{"a":{"type":"project.v0","path":"p","bindings":{"http":{"scheme":"http","port":70000}}}}}""", "a port from 1 to 65535")]
    public void Read_BrokenManifest_SaysWhereAndWhat(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<ManifestException>(() => ManifestReader.Read(json, "/")).Message);

    [Fact]
    public void ReadFile_NoSuchFile_SaysWhatToDo() =>
        Assert.Contains("--manifest", Assert.Throws<ManifestException>(() => ManifestReader.ReadFile("/nowhere/aspire-manifest.json")).Message);

    [Fact]
    public void Read_UnknownTypesAndKeys_ArePassedOver()
    {
        var manifest = ManifestReader.Read("""{"$schema":"x","resources":{"a":{"type":"future.v7","more":1},}}""", "/");

        Assert.Equal("future.v7", Assert.Single(manifest.All<UnknownResource>()).Type);
    }
}
