using Jinan.IndustryBrain.AppHost.Installed;
using Jinan.IndustryBrain.AppHost.Plan;
using Jinan.IndustryBrain.AppHost.Setup;

namespace Jinan.IndustryBrain.AppHost.Tests.Installed;

/// <summary>The one configuration of a bundle: what it comes to, and that every fault is said at once.</summary>
public sealed class InstalledConfigurationTests : IDisposable
{
    private static readonly string[] EdgeProcesses = ["sidecar", "collector", "historian", "inference", "uplink", "edge-console"];
    private static readonly string[] CityProcesses = ["sidecar", "brain", "gateway"];
    private readonly string _folder = Directory.CreateTempSubdirectory("configuration-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private InstalledConfiguration Read(string yaml, string profile = "edge")
    {
        var file = Path.Combine(_folder, "industrybrain.yaml");
        File.WriteAllText(file, yaml);
        return InstalledConfiguration.Read(
            file, new BundleDescription(profile, "1", "linux-x64", new Dictionary<string, string>()), profile == "city" ? CityProcesses : EdgeProcesses,
            TimeProvider.System.GetUtcNow());
    }

    private string Fault(string yaml, string profile = "edge") => Assert.Throws<SetupException>(() => Read(yaml, profile)).Message;

    [Fact]
    public void Read_SampleOfTheEdge_CanBeUsedAsItIs()
    {
        var configuration = Read(File.ReadAllText(Path.Combine(Checkout.Root, "apphost", "bundle", "edge", "config", "industrybrain.yaml")));
        Assert.Equal(Path.Combine(Path.GetDirectoryName(_folder)!, "data"), configuration.Data.Root);
        Assert.Equal("127.0.0.1:8489", configuration.Health.ToString());
        Assert.Equal(8490, configuration.Ports["edge-console"]);
        Assert.Null(configuration.Tls);
    }

    [Fact]
    public void Read_SampleOfTheCity_AsksForTheKeycloakThatItDoesNotBring()
    {
        var sample = Path.Combine(Checkout.Root, "apphost", "bundle", "city", "config");
        File.Copy(Path.Combine(sample, "registry.json"), Path.Combine(_folder, "registry.json"));
        var yaml = File.ReadAllText(Path.Combine(sample, "industrybrain.yaml"));
        Assert.Contains("a city needs a Keycloak", Fault(yaml, "city"), StringComparison.Ordinal);

        var configuration = Read(yaml.Replace("url: \"\"", "url: https://id.example.org", StringComparison.Ordinal), "city");
        Assert.Equal("https://id.example.org/", configuration.Parameters["identity-url"]);
        Assert.Equal("industrybrain", configuration.Parameters["identity-realm"]);
    }

    // After a certificate has ended, what runs is stopped and backed up all the same.
    [Fact]
    public void DataOf_ConfigurationThatCannotBeUsed_IsKnown()
    {
        Assert.Contains("is not there", Fault("data: d\ntls: { certificate: gone.pem }"), StringComparison.Ordinal);
        Assert.Equal(Path.Combine(_folder, "d"), InstalledConfiguration.DataOf(Path.Combine(_folder, "industrybrain.yaml")).Root);
        Fault("console: { port: 1 }");
        Assert.Contains("data is missing", Assert.Throws<SetupException>(() => InstalledConfiguration.DataOf(Path.Combine(_folder, "industrybrain.yaml"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_KeyThatIsNone_IsNamedWithItsLine() =>
        Assert.Contains("line 2: there is no key 'dta' here.", Fault("console: { port: 1 }\ndta: d"), StringComparison.Ordinal);

    [Fact]
    public void Read_IdentityOverTheNetworkWithoutTls_IsRefused()
    {
        File.WriteAllText(Path.Combine(_folder, "registry.json"), "{}");
        Assert.Contains("in the clear", Fault("data: d\nidentity: { url: 'http://id.example.org/' }", "city"), StringComparison.Ordinal);
        Assert.Equal("none", Read("data: d\nidentity: { url: 'http://127.0.0.1:8481/' }", "city").Variables["gateway"]["Keycloak__ssl-required"]);
    }

    [Fact]
    public void Read_ManyFaults_SaysAllOfThem()
    {
        var said = Fault("""
            console: { port: 70000, https: { address: everywhere } }
            gateway: { port: 1 }
            health: { address: 0.0.0.0 }
            memory: { collector: 1, nobody: 100 }
            settings: { someone: { A: b } }
            registry: r.json
            """);
        foreach (var fault in new[]
                 {
                     "data is missing", "console.port is 70000", "console.https needs tls.certificate", "gateway is not part of", "that needs tls.certificate",
                     "memory.collector is 1", "memory.nobody is no process", "settings.someone is no process", "identity and registry are of a city",
                 })
            Assert.Contains(fault, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnknownKey_IsNamedWithItsLine()
    {
        var said = Fault("data: d\nconsole:\n  prot: 8490\n");
        Assert.Contains("line 3", said, StringComparison.Ordinal);
        Assert.Contains("prot", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CertificateThatIsMissing_IsNamedWithItsPath()
    {
        var said = Fault("data: d\ntls: { certificate: tls/server.pem, key: tls/server.key }\nconsole: { https: { port: 8443 } }");
        Assert.Contains(Path.Combine(_folder, "tls", "server.pem"), said, StringComparison.Ordinal);
        Assert.Contains("is not there", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MemoryAndSettings_BecomeVariablesOfTheProcess()
    {
        var configuration = Read("""
            data: d
            memory: { historian: 1024 }
            settings: { historian: { "Historian:RetentionAge": "365.00:00:00" }, uplink: { SSL_CERT_FILE: /etc/ca.pem } }
            """);
        Assert.Equal("40000000", configuration.Variables["historian"]["DOTNET_GCHeapHardLimit"]);
        Assert.Equal("365.00:00:00", configuration.Variables["historian"]["Historian__RetentionAge"]);
        Assert.Equal("/etc/ca.pem", configuration.Variables["uplink"]["SSL_CERT_FILE"]);
        Assert.Empty(configuration.Variables["collector"]);
    }

    [Fact]
    public void Plan_HttpsOfTheConsole_IsBesideThePlainAddressOnTheLoopback()
    {
        var plan = new RunPlanner(
            Jinan.IndustryBrain.AppHost.Manifest.ManifestReader.ReadFile(Path.Combine(Checkout.Root, "aspire-manifest.json")),
            new RunChoices(Profile.Named("edge"), new DataLayout("/data-of-a-test"), FreePorts: true, new Dictionary<string, string>())
            {
                Variables = new Dictionary<string, IReadOnlyDictionary<string, string>>
                {
                    ["edge-console"] = new Dictionary<string, string> { [RunPlanner.FurtherUrls] = "https://0.0.0.0:8443", ["Tls__Certificate"] = "c.pem" },
                },
            }).Plan();
        var console = plan.Processes.Single(p => p.Name == "edge-console");
        Assert.Equal($"{console.Url!.GetLeftPart(UriPartial.Authority)};https://0.0.0.0:8443", console.Env["ASPNETCORE_URLS"]);
        Assert.Equal("c.pem", console.Env["Tls__Certificate"]);
        Assert.DoesNotContain(RunPlanner.FurtherUrls, console.Env.Keys);
        Assert.Equal("http", console.Health!.Scheme);
    }
}
