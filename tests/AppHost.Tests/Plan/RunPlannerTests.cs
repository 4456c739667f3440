using System.Net;
using System.Net.Sockets;
using Jinan.IndustryBrain.AppHost.Manifest;
using Jinan.IndustryBrain.AppHost.Plan;

namespace Jinan.IndustryBrain.AppHost.Tests.Plan;

public sealed class RunPlannerTests
{
    private static readonly AspireManifest Ours =
        ManifestReader.ReadFile(Path.Combine(Checkout.Root, "aspire-manifest.json"));

    private static RunPlan PlanOf(string profile, bool freePorts = true, AspireManifest? manifest = null) =>
        new RunPlanner(manifest ?? Ours, new RunChoices(
            Profile.Named(profile), new DataLayout("/data-of-a-test"), freePorts, new Dictionary<string, string> { ["data-folder"] = "/given" })).Plan();

    [Fact]
    public void Plan_Demo_StartsEverythingAfterWhatItNeeds()
    {
        var plan = PlanOf("demo");

        var order = plan.Processes.ToDictionary(p => p.Name, p => p.After);
        Assert.Equal(10, order.Count);
        Assert.Empty(order["sidecar"]);
        Assert.Contains("identity", order["gateway"]);
        Assert.Contains("sidecar", order["collector"]);
        Assert.All(plan.Processes.SelectMany(p => p.After), name => Assert.Contains(name, order.Keys));
    }

    [Fact]
    public void Plan_Demo_GivesEachApplicationItsOwnPortsAndTokens()
    {
        var plan = PlanOf("demo");

        var ports = plan.Sidecars.SelectMany(s => new[] { s.HttpPort, s.GrpcPort, s.AppPort ?? 0 }).Where(p => p > 0).ToList();
        Assert.Equal(ports.Count, ports.Distinct().Count());
        Assert.Equal(plan.Sidecars.Count * 2, plan.Sidecars.SelectMany(s => new[] { s.ApiToken, s.AppApiToken }).Distinct().Count());
        var collector = plan.Processes.Single(p => p.Name == "collector");
        var sidecar = plan.Sidecar("collector");
        Assert.Equal($"http://127.0.0.1:{sidecar.HttpPort}", collector.Env["DAPR_HTTP_ENDPOINT"]);
        Assert.Equal(sidecar.ApiToken, collector.Env["DAPR_API_TOKEN"]);
        Assert.Equal(sidecar.AppApiToken, collector.Env["APP_API_TOKEN"]);
        Assert.Equal($"http://127.0.0.1:{sidecar.AppPort}", collector.Env["ASPNETCORE_URLS"]);
        Assert.Equal("/given", collector.Env["Edge__DataFolder"]);
    }

    [Fact]
    public void Plan_Edge_StartsNothingOfTheCity()
    {
        var plan = PlanOf("edge");

        Assert.Equal(["sidecar", "collector", "historian", "inference", "uplink", "edge-console"], plan.Processes.Select(p => p.Name));
        Assert.Contains("gateway", plan.Skipped);
    }

    [Fact]
    public void Plan_PortInUse_SaysWhichAndWhatToDo()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var taken = ((IPEndPoint)listener.LocalEndpoint).Port;
        var manifest = ManifestReader.Read(
            """{"resources":{"collector":{"type":"executable.v0","command":"x","bindings":{"http":{"scheme":"http","port":PORT}}}}}"""
                .Replace("PORT", taken.ToString(), StringComparison.Ordinal), "/");

        var refusal = Assert.Throws<ManifestException>(() => PlanOf("edge", freePorts: false, manifest));

        Assert.Contains($"Port {taken} of 'collector' is in use", refusal.Message);
        Assert.Contains("--ports free", refusal.Message);
    }

    [Fact]
    public void Plan_ParameterWithoutValue_NamesTheVariableToSet()
    {
        var manifest = ManifestReader.Read(
            """
            {"resources":{
              "key":{"type":"parameter.v0","inputs":{"value":{"type":"string"}}},
              "collector":{"type":"executable.v0","command":"x","args":["{key.value}"]}}}
            """, "/");

        Assert.Contains("Parameters__key", Assert.Throws<ManifestException>(() => PlanOf("edge", manifest: manifest)).Message);
    }
}
