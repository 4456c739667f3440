using System.Text.Json;
using Jinan.IndustryBrain.AppHost.Manifest;
using Jinan.IndustryBrain.AppHost.Packing;
using Jinan.IndustryBrain.AppHost.Plan;

namespace Jinan.IndustryBrain.AppHost.Tests.Packing;

/// <summary>What a bundle runs: nothing that is for development.</summary>
public sealed class BundleManifestTests
{
    private static readonly string File = Path.Combine(Checkout.Root, "aspire-manifest.json");

    private static AspireManifest Of(string profile, out string text)
    {
        var bytes = BundleManifest.Of(ManifestReader.ReadFile(File), Profile.Named(profile), File);
        text = System.Text.Encoding.UTF8.GetString(bytes);
        return ManifestReader.Read(text, "/bundle");
    }

    [Fact]
    public void Manifest_City_HasNoIssuerAndNothingOfDevelopment()
    {
        var manifest = Of("city", out var text);
        Assert.Equal(["brain", "gateway"], manifest.All<RunnableResource>().Select(r => r.Name));
        Assert.DoesNotContain("DevIdentity", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Development", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ssl-required", text, StringComparison.Ordinal);
        Assert.DoesNotContain("src/DevIdentity/Jinan.IndustryBrain.DevIdentity.csproj", BundleProjects.Of(ManifestReader.ReadFile(File), Profile.Named("city")));
    }

    [Fact]
    public void Manifest_City_TakesTheKeycloakFromTheConfiguration()
    {
        var manifest = Of("city", out _);
        var choices = new RunChoices(
            Profile.Named("city"), new DataLayout("/data-of-a-test"), FreePorts: true,
            new Dictionary<string, string>
            {
                ["data-folder"] = "/d", ["registry-file"] = "/r.json", ["identity-url"] = "https://id.example.org/", ["identity-realm"] = "jinan", ["identity-resource"] = "api",
            })
        {
            Programs = new NoPrograms(),
        };
        foreach (var process in new RunPlanner(manifest, choices).Plan().Processes.Where(p => p.Name is "brain" or "gateway"))
        {
            Assert.Equal("https://id.example.org/", process.Env["Keycloak__auth-server-url"]);
            Assert.Equal("jinan", process.Env["Keycloak__realm"]);
            Assert.Equal("api", process.Env["Keycloak__resource"]);
        }
    }

    [Fact]
    public void Manifest_Edge_HasItsServicesAndNoPlant()
    {
        var manifest = Of("edge", out _);
        Assert.Equal(["collector", "historian", "inference", "uplink", "edge-console"], manifest.All<RunnableResource>().Select(r => r.Name));
        Assert.Contains(BundleProjects.Worker, BundleProjects.Of(ManifestReader.ReadFile(File), Profile.Named("edge")));
        Assert.All(manifest.All<ParameterResource>(), p => Assert.Null(p.Default));
    }

    /// <summary>A parameter that the manifest gets needs a key of its own, or a place among those that follow from the data folder.</summary>
    [Theory]
    [InlineData("edge")]
    [InlineData("city")]
    public void Manifest_EveryParameter_HasItsValueFromTheConfiguration(string profile)
    {
        var folder = Directory.CreateTempSubdirectory("bundle-manifest-").FullName;
        try
        {
            var file = Path.Combine(folder, "industrybrain.yaml");
            var sample = System.IO.File.ReadAllText(Path.Combine(Checkout.Root, "apphost", "bundle", profile, "config", "industrybrain.yaml"));
            System.IO.File.WriteAllText(file, sample.Replace("url: \"\"", "url: https://id.example.org/", StringComparison.Ordinal));
            System.IO.File.WriteAllText(Path.Combine(folder, "registry.json"), "{}");
            var configuration = Jinan.IndustryBrain.AppHost.Installed.InstalledConfiguration.Read(
                file, new Jinan.IndustryBrain.AppHost.Installed.BundleDescription(profile, "1", "linux-x64", new Dictionary<string, string>()),
                ["sidecar", .. Profile.Named(profile).Resources], TimeProvider.System.GetUtcNow());
            Assert.Empty(Of(profile, out _).All<ParameterResource>().Select(p => p.Name).Except(configuration.Parameters.Keys));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class NoPrograms : IPrograms
    {
        public ProgramStart Of(string project) => new("/bin/true", [], "/");
    }
}
