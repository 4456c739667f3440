namespace Jinan.IndustryBrain.Sidecar.Tests.Hosting;

/// <summary>A folder of one test, removed afterwards.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("sidecar-test-").FullName;

    public string Data => Path.Combine(Root, "data");

    public string Resources => Path.Combine(Root, "components");

    public void WriteResources(string yaml, string name = "all.yaml")
    {
        Directory.CreateDirectory(Resources);
        File.WriteAllText(Path.Combine(Resources, name), yaml);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

/// <summary>Component files that tests use.</summary>
internal static class Yaml
{
    public const string PubSub = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: pubsub
        spec:
          type: pubsub.industrybrain
          version: v1
        """;

    public const string State = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: statestore
        spec:
          type: state.sqlite
          version: v1
        """;

    public const string Default = PubSub + "\n---\n" + State;
}
