using Dapr;
using Grpc.Core;
using Jinan.IndustryBrain.Sidecar.Components;
using Jinan.IndustryBrain.Sidecar.Configuration;
using Jinan.IndustryBrain.Sidecar.Tests.Hosting;

namespace Jinan.IndustryBrain.Sidecar.Tests.Components;

public sealed class ComponentFileTests
{
    [Theory]
    [InlineData("pubsub.redis", "run the application with daprd")]
    [InlineData("pubsub.in-memory", "loses messages")]
    [InlineData("state.redis", "run the application with daprd")]
    [InlineData("bindings.cron", "with daprd")]
    public async Task Type_NotServed_IsRefusedWithWhatToDo(string type, string says)
    {
        var error = await Assert.ThrowsAsync<ConfigurationFaultException>(
            () => TestSidecar.StartAsync([TestSidecar.Caller("app")], Yaml.PubSub.Replace("pubsub.industrybrain", type)));

        Assert.Contains(type, error.Message);
        Assert.Contains(says, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Faults_AreAllListedWithFileAndLine()
    {
        const string Faulty = """
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              nam: pubsub
            spec:
              type: pubsub.industrybrain
              version: v1
              metadata:
              - name: maxTopicBytes
                value: lots
              - name: misspelt
                value: x
              - name: both
                value: x
                envRef: Y
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Configuration
            ---
            apiVersion: dapr.io/v2alpha1
            kind: Subscription
            metadata: {}
            spec:
              pubsubname: pubsub
              topic: t
              routes:
                rules:
                - match: event.x.y()
                  path: /x
            """;

        var error = await Assert.ThrowsAsync<ConfigurationFaultException>(() => TestSidecar.StartAsync([TestSidecar.Caller("app") with { Components = ["unknown"] }], Faulty));

        Assert.Contains(error.Faults, fault => fault.Contains("all.yaml:4") && fault.Contains("'nam'"));
        Assert.Contains(error.Faults, fault => fault.Contains("name is missing"));
        Assert.Contains(error.Faults, fault => fault.Contains("'maxTopicBytes' is 'lots'"));
        Assert.Contains(error.Faults, fault => fault.Contains("'misspelt' is not known"));
        Assert.Contains(error.Faults, fault => fault.Contains("all.yaml:13") && fault.Contains("exactly one of"));
        Assert.Contains(error.Faults, fault => fault.Contains("kind 'Configuration'"));
        Assert.Contains(error.Faults, fault => fault.Contains("event.x.y()") && fault.Contains("all.yaml:"));
        Assert.Contains(error.Faults, fault => fault.Contains("'app' names component 'unknown'"));
    }

    [Fact]
    public async Task Yaml_ThatIsNone_IsAFaultWithItsLine()
    {
        var error = await Assert.ThrowsAsync<ConfigurationFaultException>(() => TestSidecar.StartAsync([TestSidecar.Caller("app")], "kind: [\nx"));

        Assert.Contains(error.Faults, fault => fault.StartsWith("all.yaml:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task IgnoreErrors_LeavesTheComponentOutAndSaysSo()
    {
        await using var sidecar = await TestSidecar.StartAsync(
            [TestSidecar.Caller("app")], Yaml.Default + "\n---\n" + Yaml.PubSub.Replace("name: pubsub", "name: other").Replace("type: pubsub.industrybrain", "type: pubsub.kafka\n  ignoreErrors: true"));

        Assert.Contains(sidecar.Lines.All, line => line.Contains("other is left out"));
        Assert.Equal(["pubsub", "statestore"], (await sidecar.Dapr("app").GetMetadataAsync()).Components.Select(component => component.Name).Order());
    }

    [Fact]
    public async Task Scopes_HideAComponentFromOthers()
    {
        await using var sidecar = await TestSidecar.StartAsync(
            [TestSidecar.Caller("inside"), TestSidecar.Caller("outside")], Yaml.PubSub + "\n---\n" + Yaml.State + "\nscopes:\n- inside\n");
        await sidecar.Dapr("inside").SaveStateAsync("statestore", "key", 1);

        var error = await Assert.ThrowsAsync<DaprException>(() => sidecar.Dapr("outside").GetStateAsync<int>("statestore", "key"));

        Assert.Equal(StatusCode.FailedPrecondition, Assert.IsType<RpcException>(error.InnerException).StatusCode);
    }

    [Fact]
    public async Task Secrets_FileAndReference_AreServedAndResolved()
    {
        using var secrets = new TestFolder();
        secrets.WriteResources("""{"db":{"file":"from-secret.db"},"single":"one"}""", "secrets.json");
        var yaml = $$"""
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: vault
            spec:
              type: secretstores.local.file
              version: v1
              metadata:
              - name: secretsFile
                value: {{Path.Combine(secrets.Resources, "secrets.json")}}
            ---
            {{Yaml.State}}
              metadata:
              - name: connectionString
                secretKeyRef:
                  name: db
                  key: file
            auth:
              secretStore: vault
            """;
        await using var sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("app")], yaml);
        var dapr = sidecar.Dapr("app");

        Assert.Equal("one", (await dapr.GetSecretAsync("vault", "single"))["single"]);
        Assert.Equal(["db:file", "single"], (await dapr.GetBulkSecretAsync("vault")).Keys.Order());
        Assert.Equal("""{"single":"one"}""", await sidecar.Http("app").GetStringAsync("/v1.0/secrets/vault/single"));
        await Assert.ThrowsAsync<DaprException>(() => dapr.GetSecretAsync("vault", "missing"));
        Assert.True(File.Exists(Path.Combine(sidecar.Folder.Data, "from-secret.db")));
    }

    [Fact]
    public async Task Secrets_OfTheEnvironment_HideTheSidecarsOwn()
    {
        Environment.SetEnvironmentVariable("SIDECAR_TEST_TOKEN", "hidden");
        const string Store = "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata:\n  name: env\nspec:\n  type: secretstores.local.env\n  version: v1\n";
        await using var sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("app")], Store);
        var dapr = sidecar.Dapr("app");

        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), (await dapr.GetSecretAsync("env", "PATH"))["PATH"]);
        await Assert.ThrowsAsync<DaprException>(() => dapr.GetSecretAsync("env", "SIDECAR_TEST_TOKEN"));
        Assert.DoesNotContain("SIDECAR_TEST_TOKEN", (await dapr.GetBulkSecretAsync("env")).Keys);
    }

    [Fact]
    public async Task Subscription_Declared_IsDeliveredToItsScope()
    {
        const string Declared = """

            ---
            apiVersion: dapr.io/v2alpha1
            kind: Subscription
            metadata:
              name: readings
            spec:
              pubsubname: pubsub
              topic: readings
              routes:
                rules:
                - match: event.type == "special"
                  path: /on/special
                default: /on/usual
            scopes:
            - consumer
            """;
        await using var app = await new TestApp { AppId = "consumer" }.StartAsync();
        await using var sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("producer"), TestSidecar.Served(app)], Yaml.Default + Declared);
        var dapr = sidecar.Dapr("producer");

        await dapr.PublishEventAsync("pubsub", "readings", 1);
        Assert.Equal("/on/usual", (await app.NextAsync()).Path);
        await dapr.PublishEventAsync("pubsub", "readings", 1, new Dictionary<string, string> { ["cloudevent.type"] = "special" });
        Assert.Equal("/on/special", (await app.NextAsync()).Path);
        var subscription = Assert.Single((await sidecar.Dapr("consumer").GetMetadataAsync()).Extended, entry => entry.Key == "daprRuntimeVersion");
        Assert.StartsWith("industrybrain", subscription.Value);
    }

    [Fact]
    public void Files_OfTheAppHost_HaveNoFaults()
    {
        var folder = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(folder, "apphost", "components")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("apphost/components");
        var faults = new List<string>();

        var resources = ResourceFolder.Read(Path.Combine(folder, "apphost", "components"), faults);

        Assert.Empty(faults);
        Assert.Equal(["pubsub", "statestore"], resources.Components.Select(component => component.Name).Order());
        Assert.Equal(-1, Assert.Single(resources.Resiliencies).Inbound["pubsub"].MaxRetries);
    }

    [Fact]
    public void TopicScopes_NamedApplications_MayWhatFollowsAndNothingElse()
    {
        var scopes = new TopicScopes(new Dictionary<string, string>
        {
            ["allowedTopics"] = "a, b, c",
            ["protectedTopics"] = "c",
            ["publishingScopes"] = "one=a;none=",
        });

        Assert.True(scopes.MayPublish("one", "a"));
        Assert.False(scopes.MayPublish("one", "b"));
        Assert.False(scopes.MayPublish("none", "a"));
        Assert.True(scopes.MayPublish("other", "b"));
        Assert.False(scopes.MayPublish("other", "c"));
        Assert.False(scopes.MayPublish("other", "d"));
    }
}
