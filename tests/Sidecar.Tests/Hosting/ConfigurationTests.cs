using Jinan.IndustryBrain.Sidecar.Configuration;

namespace Jinan.IndustryBrain.Sidecar.Tests.Hosting;

public sealed class ConfigurationTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void File_Complete_IsReadAndTheEnvironmentOverrides()
    {
        var file = Write($$"""
            {
              "dataFolder": "data", "resourcesPath": "{{_folder.Root}}",
              "apps": [ { "appId": "one", "httpPort": 3500, "grpcPort": 50001, "appPort": 80, "apiToken": "a", "appApiToken": "b", "components": [] },
                        { "appId": "two", "httpPort": 3501, "grpcPort": 50002 } ]
            }
            """);

        var options = ConfigurationFile.Read(file, new Dictionary<string, string> { ["SIDECAR_DATAFOLDER"] = "elsewhere", ["SIDECAR_APPS__two__APITOKEN"] = "late", ["SIDECAR_APPS__two__APPPORT"] = "81" });

        Assert.Equal("elsewhere", options.DataFolder);
        Assert.Equal("a", options.Apps[0].ApiToken);
        Assert.Empty(options.Apps[0].Components!);
        Assert.Null(options.Apps[1].Components);
        Assert.Equal("late", options.Apps[1].ApiToken);
        Assert.Equal(81, options.Apps[1].AppPort);
        Assert.Equal(4 << 20, options.Limits.BodyBytes);
    }

    [Fact]
    public void File_WithoutPortsAndLimits_HasDaprdsDefaults()
    {
        var file = Write($$"""{ "dataFolder": "data", "resourcesPath": "{{_folder.Root}}", "apps": [ { "appId": "one" } ] }""");

        var options = ConfigurationFile.Read(file, new Dictionary<string, string>());

        Assert.Equal((3500, 50001), (options.Apps[0].HttpPort, options.Apps[0].GrpcPort));
        Assert.Equal((4 << 20, 4 << 10, 5), (options.Limits.BodyBytes, options.Limits.HeaderBytes, options.Limits.ShutdownSeconds));
    }

    [Fact]
    public void File_WithFaults_ListsAllOfThem()
    {
        var file = Write("""
            { "resourcesPath": "/nowhere/at/all", "limits": { "bodyBytes": 1 },
              "apps": [ { "appId": "a b", "httpPort": 3500, "grpcPort": 3500 }, { "httpPort": 70000, "grpcPort": 1, "appPort": 0, "apiToken": "" } ] }
            """);

        var error = Assert.Throws<ConfigurationFaultException>(() => ConfigurationFile.Read(file, new Dictionary<string, string>()));

        foreach (var expected in new[] { "dataFolder", "/nowhere/at/all", "limits.bodyBytes", "apps[0].appId", "port 3500 is given", "apps[1].appId", "apps[1].httpPort", "apps[1].appPort", "apps[1].apiToken" })
            Assert.Contains(error.Faults, fault => fault.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ \"dataFolder\": 7 }")]
    [InlineData("{ \"dataFoldr\": \"x\" }")]
    [InlineData("not json")]
    [InlineData("null")]
    public void File_NotUnderstood_NamesTheFile(string content)
    {
        var file = Write(content);

        var error = Assert.Throws<ConfigurationFaultException>(() => ConfigurationFile.Read(file, new Dictionary<string, string>()));

        Assert.Contains(file, Assert.Single(error.Faults));
    }

    [Fact]
    public async Task Port_InUse_IsOneClearLine()
    {
        await using var first = await TestSidecar.StartAsync([TestSidecar.Caller("app")]);

        var error = await Assert.ThrowsAsync<ConfigurationFaultException>(
            () => TestSidecar.StartAsync([TestSidecar.Caller("other") with { HttpPort = first.App("app").HttpPort }]));

        Assert.Contains($"port {first.App("app").HttpPort} (other httpPort) is in use", Assert.Single(error.Faults));
    }

    private string Write(string content)
    {
        var file = Path.Combine(_folder.Root, "sidecar.json");
        File.WriteAllText(file, content);
        return file;
    }
}
