using Jinan.IndustryBrain.Capsules.Package;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Inference.Frames;
using Jinan.IndustryBrain.Inference.Rollout;
using Jinan.IndustryBrain.Inference.Tests.Frames;
using Jinan.IndustryBrain.Inference.Tests.Workers;
using Jinan.IndustryBrain.Inference.Windows;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jinan.IndustryBrain.Inference.Tests.Rollout;

/// <summary>The capsules folder at run time: files come, change and go, and workers with them.</summary>
public sealed class CapsuleCatalogTests : IDisposable
{
    private const string File = "etcher.capsule";

    private readonly PluginFolder _plugins = new();
    private readonly Users _users = new();

    public void Dispose() => _plugins.Dispose();

    [Fact]
    public async Task Capsule_LaidIntoTheFolder_IsInServiceAfterItLookedTheSameTwice()
    {
        await using var catalog = Catalog(_users);
        await catalog.LookAsync(settled: false, default);
        Assert.Empty(catalog.Models);
        _plugins.Pack("semiconductors", File);
        await catalog.LookAsync(settled: true, default);
        Assert.Empty(catalog.Models);
        await catalog.LookAsync(settled: true, default);
        Assert.Single(catalog.Models);
        Assert.Equal(CapsuleStatus.InService, Assert.Single(catalog.Files).State);
    }

    [Fact]
    public async Task Capsule_SpoiltInPlace_IsRefusedAndTheOldOneGoesOn()
    {
        await using var catalog = await ServingAsync();
        var before = catalog.Models;
        var whole = await System.IO.File.ReadAllBytesAsync(_plugins.PathOf(File));
        await System.IO.File.WriteAllBytesAsync(_plugins.PathOf(File), whole[..5000]);
        await LookTwiceAsync(catalog);
        Assert.Same(before, catalog.Models);
        var refused = Assert.Single(catalog.Files);
        Assert.Equal((CapsuleStatus.RefusedState, nameof(RefusalReason.Unreadable)), (refused.State, refused.Reason));
    }

    [Fact]
    public async Task Capsule_ThatDoesNotAnswerItsGoldenVectors_IsRefusedAndTheOldOneGoesOn()
    {
        await using var catalog = await ServingAsync();
        var before = catalog.Models;
        _plugins.Pack(
            "semiconductors", File, json => json["version"] = "9.0.0",
            golden => golden["vectors"]![0]!["output"] = (double)golden["vectors"]![0]!["output"]! + 0.5);
        await LookTwiceAsync(catalog);
        Assert.Same(before, catalog.Models);
        var refused = Assert.Single(catalog.Files);
        Assert.Equal((CapsuleStatus.RefusedState, nameof(RefusalReason.DoesNotRun)), (refused.State, refused.Reason));
        Assert.Contains("golden vector 1", refused.Message);
    }

    [Fact]
    public async Task Capsule_RefusedForItsPublisher_IsTakenWhenTheCertificateIsThere()
    {
        _plugins.Pack("semiconductors", File);
        var certificate = Directory.GetFiles(_plugins.Publishers).Single();
        System.IO.File.Move(certificate, certificate + ".away");
        await using var catalog = Catalog(_users);
        await catalog.LookAsync(settled: false, default);
        Assert.Equal(nameof(RefusalReason.UntrustedPublisher), Assert.Single(catalog.Files).Reason);
        System.IO.File.Move(certificate + ".away", certificate);
        await LookTwiceAsync(catalog);
        Assert.Equal(CapsuleStatus.InService, Assert.Single(catalog.Files).State);
    }

    [Fact]
    public async Task Capsule_OfAnOlderVersionBesideANewer_IsSuperseded()
    {
        _plugins.Pack("semiconductors", "a.capsule", json => json["version"] = "1.9.0");
        _plugins.Pack("semiconductors", "b.capsule", json => json["version"] = "1.10.0");
        await using var catalog = Catalog(_users);
        await catalog.LookAsync(settled: false, default);
        Assert.Equal("1.10.0", Assert.Single(catalog.Models).Capsule.Version);
        Assert.Equal([CapsuleStatus.Superseded, CapsuleStatus.InService], catalog.Files.Select(f => f.State));
    }

    [Fact]
    public async Task Capsule_OtherContentUnderTheVersionInService_IsRefused()
    {
        await using var catalog = await ServingAsync();
        var before = catalog.Models;
        _plugins.Pack("semiconductors", File, json => json["title"] = "Something else");
        await LookTwiceAsync(catalog);
        Assert.Same(before, catalog.Models);
        Assert.Contains("other content", Assert.Single(catalog.Files).Message);
    }

    [Fact]
    public async Task Capsule_FileRemoved_EndsAfterItsLastWindow()
    {
        await using var catalog = await ServingAsync();
        _users.Digests.Add(catalog.Models[0].Digest);
        System.IO.File.Delete(_plugins.PathOf(File));
        await LookTwiceAsync(catalog);
        Assert.Empty(catalog.Models);
        Assert.False(Assert.Single(catalog.Running).IsCurrent);
        _users.Digests.Clear();
        await catalog.LookAsync(settled: true, default);
        Assert.Empty(catalog.Running);
    }

    [Fact]
    public async Task Capsule_ReplacedWhileValuesFlow_LosesNoWindowAndChangesVersionOnceAnAsset()
    {
        const int Replaced = 70;
        var script = new MachineScript(_plugins.Pack("materials", File, json => json["version"] = "1.0.0"));
        CapsuleCatalog? serving = null;
        var stand = new PipelineStand(new FakeModels(() => serving!.Models));
        var pipeline = stand.New();
        await using var catalog = serving = Catalog(new PipelineUsers(pipeline));
        await catalog.LookAsync(settled: false, default);

        using var stop = new CancellationTokenSource();
        var run = Task.Run(() => pipeline.RunAsync(stop.Token));
        for (var second = 0; second < 240; second++)
        {
            var frame = script.Second();
            stand.Collector.Append(frame);
            pipeline.Offer(FrameDecoder.Decode(frame));
            if (second == Replaced)
                _plugins.Pack("materials", File, json => json["version"] = "1.1.0");
            if (second > Replaced && catalog.Models[0].Capsule.Version != "1.1.0")
                await catalog.LookAsync(settled: true, default);

            // As far as the pipeline has come, and no further: the new version is there while windows are open.
            for (var i = 0; i < 1200 && pipeline.Figures.Frames <= second; i++)
                await Task.Delay(25);
        }

        for (var i = 0; i < 1200 && catalog.Running.Count > 1; i++)
        {
            await catalog.LookAsync(settled: true, default);
            await Task.Delay(50);
        }

        await stop.CancelAsync();
        await run;

        var published = stand.Publisher.Published;
        Assert.Equal(published.Count, published.Select(i => i.Id).Distinct().Count());
        Assert.Equal(2, published.Select(i => i.Asset).Distinct().Count());
        foreach (var asset in published.GroupBy(i => i.Asset))
        {
            var ordered = asset.ToList();
            for (var i = 1; i < ordered.Count; i++)
                Assert.Equal(ordered[i - 1].Window.To, ordered[i].Window.From);
            Assert.Equal(["1.0.0", "1.1.0"], Changes(ordered.Select(i => i.Model.Version)));
        }

        Assert.Equal("1.1.0", Assert.Single(catalog.Running).Version.Version);
    }

    private static IEnumerable<string> Changes(IEnumerable<string> versions)
    {
        string? last = null;
        foreach (var version in versions)
        {
            if (version != last)
                yield return version;
            last = version;
        }
    }

    private async Task<CapsuleCatalog> ServingAsync()
    {
        _plugins.Pack("semiconductors", File);
        var catalog = Catalog(_users);
        await catalog.LookAsync(settled: false, default);
        Assert.Single(catalog.Models);
        return catalog;
    }

    private CapsuleCatalog Catalog(ICapsuleUsers users) => new(
        new CapsuleFolder(_plugins.Capsules, new PublisherTrust(_plugins.Publishers)), new RolloutMemory(_plugins.Memory),
        (name, models) => TestWorkers.Host(name, models), users, 2L << 30, NullLogger<CapsuleCatalog>.Instance);

    private static async Task LookTwiceAsync(CapsuleCatalog catalog)
    {
        await catalog.LookAsync(settled: true, default);
        await catalog.LookAsync(settled: true, default);
    }

    private sealed class Users : ICapsuleUsers
    {
        public HashSet<string> Digests { get; } = [];

        public bool Use(IReadOnlyList<ModelInService> models, string digest) => Digests.Contains(digest);
    }

    private sealed class PipelineUsers(FactoryPipeline pipeline) : ICapsuleUsers
    {
        public bool Use(IReadOnlyList<ModelInService> models, string digest) => pipeline.Uses(models, digest);
    }
}
