using System.Collections.Concurrent;
using Dapr;

namespace Jinan.IndustryBrain.Sidecar.Tests.Hosting;

/// <summary>Real processes, killed with SIGKILL at any time: what was acknowledged is there afterwards.</summary>
public sealed class KillTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Published_ThenKilled_IsDeliveredAfterTheRestart()
    {
        await using var app = new TestApp { AppId = "consumer", Subscriptions = TestApp.Subscribe("readings") };
        using var sidecar = new SidecarProcess(_folder, [TestSidecar.Caller("producer"), TestSidecar.Served(app)]);
        await sidecar.WaitUntilHealthyAsync();
        using (var dapr = sidecar.Dapr("producer"))
            await Task.WhenAll(Enumerable.Range(0, 50).Select(i => dapr.PublishEventAsync("pubsub", "readings", i)));

        await sidecar.KillAsync();
        await app.StartAsync();
        await sidecar.RestartAsync();

        var received = new HashSet<int>();
        while (received.Count < 50)
            received.Add((await app.NextAsync()).Json.GetProperty("data").GetInt32());
        Assert.Equal(Enumerable.Range(0, 50), received.Order());
    }

    [Fact]
    public async Task Killed_WhilePublishingAndDelivering_LosesNothingAcknowledged()
    {
        await using var app = await new TestApp { AppId = "consumer", Subscriptions = TestApp.Subscribe("readings") }.StartAsync();
        using var sidecar = new SidecarProcess(_folder, [TestSidecar.Caller("producer"), TestSidecar.Served(app)]);
        await sidecar.WaitUntilHealthyAsync();
        var acknowledged = new ConcurrentBag<int>();
        var next = 0;

        for (var round = 0; round < 3; round++)
        {
            using var dapr = sidecar.Dapr("producer");
            var enough = new TaskCompletionSource();
            var target = acknowledged.Count + 100;
            var publishers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            {
                try
                {
                    while (true)
                    {
                        var value = Interlocked.Increment(ref next);
                        await dapr.PublishEventAsync("pubsub", "readings", value);
                        acknowledged.Add(value);
                        if (acknowledged.Count >= target)
                            enough.TrySetResult();
                    }
                }
                catch (DaprException)
                {
                    // Killed.
                }
            })).ToList();
            await enough.Task.WaitAsync(TimeSpan.FromSeconds(60));
            await sidecar.KillAsync();
            await Task.WhenAll(publishers);
            await sidecar.RestartAsync();
        }

        var missing = acknowledged.ToHashSet();
        Assert.True(missing.Count >= 300);
        while (missing.Count > 0)
            missing.Remove((await app.NextAsync()).Json.GetProperty("data").GetInt32());
    }

    [Fact]
    public async Task State_SavedThenKilled_IsThere()
    {
        using var sidecar = new SidecarProcess(_folder, [TestSidecar.Caller("app")]);
        await sidecar.WaitUntilHealthyAsync();
        using var dapr = sidecar.Dapr("app");
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => dapr.SaveStateAsync("statestore", $"key-{i}", i)));

        await sidecar.KillAsync();
        await sidecar.RestartAsync();

        using var after = sidecar.Dapr("app");
        var items = await after.GetBulkStateAsync("statestore", [.. Enumerable.Range(0, 100).Select(i => $"key-{i}")], parallelism: null);
        Assert.Equal(Enumerable.Range(0, 100), items.Select(item => int.Parse(item.Value)).Order());
    }

    [Fact]
    public async Task Sigterm_StopsInGoodOrder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no SIGTERM on Windows");
        await using var app = await new TestApp { AppId = "consumer", Subscriptions = TestApp.Subscribe("readings") }.StartAsync();
        using var sidecar = new SidecarProcess(_folder, [TestSidecar.Served(app)]);
        await sidecar.WaitUntilHealthyAsync();

        Assert.Equal(0, await sidecar.TerminateAsync());
    }

    [Fact]
    public async Task Parent_Gone_EndsTheProcess()
    {
        using var sidecar = new SidecarProcess(_folder, [TestSidecar.Caller("app")]);
        await sidecar.WaitUntilHealthyAsync();

        sidecar.Process.StandardInput.Close();

        await sidecar.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, sidecar.Process.ExitCode);
    }

    [Fact]
    public async Task Port_InUse_IsOneLineAndExitCodeTwo()
    {
        var app = TestSidecar.Caller("app");
        using var first = new SidecarProcess(_folder, [app]);
        await first.WaitUntilHealthyAsync();
        using var otherFolder = new TestFolder();
        using var second = new SidecarProcess(otherFolder, [app with { GrpcPort = FreePort.Next() }]);

        var said = await second.Process.StandardError.ReadToEndAsync();
        await second.Process.WaitForExitAsync();

        Assert.Equal(2, second.Process.ExitCode);
        Assert.Contains($"port {app.HttpPort} (app httpPort) is in use", said);
    }

    [Fact]
    public async Task Folder_OwnedByAnotherProcess_IsRefusedClearly()
    {
        using var first = new SidecarProcess(_folder, [TestSidecar.Caller("app")]);
        await first.WaitUntilHealthyAsync();
        using (var dapr = first.Dapr("app"))
            await dapr.PublishEventAsync("pubsub", "readings", 1);
        using var second = new SidecarProcess(_folder, [TestSidecar.Caller("app")]);

        var said = await second.Process.StandardError.ReadToEndAsync();
        await second.Process.WaitForExitAsync();

        Assert.Equal(2, second.Process.ExitCode);
        Assert.Contains("is in use", said);
    }

    [Fact]
    public async Task Arguments_Missing_AreExplained()
    {
        using var process = SidecarProcess.Start([]);

        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(2, process.ExitCode);
        Assert.Contains("--config FILE is missing", said);
    }
}
