using Jinan.IndustryBrain.Capsules.Package;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Inference.Frames;
using Jinan.IndustryBrain.Inference.Rollout;
using Jinan.IndustryBrain.Inference.Tests.Frames;
using Jinan.IndustryBrain.Inference.Tests.Workers;
using Jinan.IndustryBrain.Inference.Windows;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jinan.IndustryBrain.Inference.Tests.Rollout;

/// <summary>Back to the version before, and on again: over real capsules and real workers.</summary>
public sealed class RollbackTests : IDisposable
{
    private const string Id = "semiconductors-wafer-quality";
    private const string File = "etcher.capsule";

    private readonly PluginFolder _plugins = new();

    public void Dispose() => _plugins.Dispose();

    [Fact]
    public async Task RollBack_OfACapsuleReplacedInPlace_BringsBackTheKeptVersion_AndSurvivesARestart()
    {
        _plugins.Pack("semiconductors", File, json => json["version"] = "1.0.0");
        await using (var catalog = Catalog(new NoWindows()))
        {
            await catalog.LookAsync(settled: false, default);
            Assert.Null(catalog.PreviousOf(Id));
            Assert.Equal(RollbackOutcome.NoPrevious, catalog.RollBack(Id, "li"));
            _plugins.Pack("semiconductors", File, json => json["version"] = "1.1.0");
            await LookTwiceAsync(catalog);
            Assert.Equal(("1.1.0", "1.0.0"), (catalog.Models[0].Capsule.Version, catalog.PreviousOf(Id)));

            Assert.Equal(RollbackOutcome.Done, catalog.RollBack(Id, "li"));
            await catalog.LookAsync(settled: true, default);
            Assert.Equal("1.0.0", catalog.Models[0].Capsule.Version);
            Assert.Equal(RollbackOutcome.AlreadyPinned, catalog.RollBack(Id, "li"));
            Assert.Contains("a copy that was kept", catalog.Files.Single(f => f.State == CapsuleStatus.InService).Message, StringComparison.Ordinal);
            Assert.Contains("1.0.0 is pinned", catalog.Files.Single(f => f.File == File).Message, StringComparison.Ordinal);
        }

        await using var again = Catalog(new NoWindows());
        await again.LookAsync(settled: false, default);
        Assert.Equal(("1.0.0", "1.0.0"), (again.Models[0].Capsule.Version, again.PinnedOf(Id)));
    }

    [Fact]
    public async Task Pinned_ANewerVersionThatComes_IsNotTaken_UntilThePinIsTakenAway()
    {
        _plugins.Pack("semiconductors", "a.capsule", json => json["version"] = "1.0.0");
        _plugins.Pack("semiconductors", "b.capsule", json => json["version"] = "1.1.0");
        await using var catalog = Catalog(new NoWindows());
        await catalog.LookAsync(settled: false, default);
        Assert.Equal(RollbackOutcome.NotPinned, catalog.Unpin(Id, "li"));
        Assert.Equal(RollbackOutcome.Done, catalog.RollBack(Id, "li"));
        await catalog.LookAsync(settled: true, default);
        _plugins.Pack("semiconductors", "c.capsule", json => json["version"] = "1.2.0");
        await LookTwiceAsync(catalog);
        Assert.Equal("1.0.0", catalog.Models[0].Capsule.Version);
        Assert.Equal([CapsuleStatus.InService, CapsuleStatus.Superseded, CapsuleStatus.Superseded], catalog.Files.Select(f => f.State));

        Assert.Equal(RollbackOutcome.Done, catalog.Unpin(Id, "li"));
        await catalog.LookAsync(settled: true, default);
        Assert.Equal("1.2.0", catalog.Models[0].Capsule.Version);
        Assert.Equal("1.0.0", catalog.PreviousOf(Id));
    }

    [Fact]
    public async Task Pinned_CapsuleOfWhichNoFileIsLeftInTheFolder_EndsAllTheSame()
    {
        _plugins.Pack("semiconductors", File, json => json["version"] = "1.0.0");
        await using var catalog = Catalog(new NoWindows());
        await catalog.LookAsync(settled: false, default);
        _plugins.Pack("semiconductors", File, json => json["version"] = "1.1.0");
        await LookTwiceAsync(catalog);
        catalog.RollBack(Id, "li");
        await catalog.LookAsync(settled: true, default);
        System.IO.File.Delete(_plugins.PathOf(File));
        await LookTwiceAsync(catalog);
        Assert.Empty(catalog.Models);
        Assert.Equal(RollbackOutcome.NoSuchCapsule, catalog.RollBack(Id, "li"));
    }

    [Fact]
    public async Task Kept_VersionWhosePublisherIsNotTrustedAnyMore_DoesNotComeBack()
    {
        _plugins.Pack("semiconductors", File, json => json["version"] = "1.0.0");
        await using var catalog = Catalog(new NoWindows());
        await catalog.LookAsync(settled: false, default);
        _plugins.Pack("semiconductors", File, json => json["version"] = "1.1.0");
        await LookTwiceAsync(catalog);
        foreach (var certificate in Directory.GetFiles(_plugins.Publishers))
            System.IO.File.Delete(certificate);
        catalog.RollBack(Id, "li");
        await catalog.LookAsync(settled: true, default);
        Assert.Equal("1.1.0", catalog.Models[0].Capsule.Version);
    }

    [Fact]
    public async Task RollBack_WhileValuesFlow_LosesNoWindow_AndTheOldWorkerIsBroughtBack()
    {
        const int Replaced = 70;
        const int RolledBack = 150;
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
            if (second == RolledBack)
                Assert.Equal(RollbackOutcome.Done, catalog.RollBack("materials-bearing-life", "li"));
            if (second is > Replaced and < RolledBack && catalog.Models[0].Capsule.Version != "1.1.0")
                await catalog.LookAsync(settled: true, default);
            if (second >= RolledBack && catalog.Models[0].Capsule.Version != "1.0.0")
                await catalog.LookAsync(settled: true, default);

            // As far as the pipeline has come, and no further: versions change while windows are open.
            for (var i = 0; i < 1200 && pipeline.Figures.Frames <= second; i++)
                await Task.Delay(25);
        }

        await stop.CancelAsync();
        await run;
        var published = stand.Publisher.Published;
        Assert.Equal(published.Count, published.Select(i => i.Id).Distinct().Count());
        foreach (var asset in published.GroupBy(i => i.Asset))
        {
            var ordered = asset.ToList();
            for (var i = 1; i < ordered.Count; i++)
                Assert.Equal(ordered[i - 1].Window.To, ordered[i].Window.From);
            Assert.Equal(["1.0.0", "1.1.0", "1.0.0"], Changes(ordered));
        }
    }

    private static IEnumerable<string> Changes(List<Insight> ordered) =>
        ordered.Select(i => i.Model.Version).Where((version, i) => i == 0 || version != ordered[i - 1].Model.Version);

    private CapsuleCatalog Catalog(ICapsuleUsers users) => new(
        new CapsuleFolder(_plugins.Capsules, new PublisherTrust(_plugins.Publishers)), new RolloutMemory(_plugins.Memory),
        (name, models) => TestWorkers.Host(name, models), users, 2L << 30, NullLogger<CapsuleCatalog>.Instance);

    private static async Task LookTwiceAsync(CapsuleCatalog catalog)
    {
        await catalog.LookAsync(settled: true, default);
        await catalog.LookAsync(settled: true, default);
    }

    private sealed class NoWindows : ICapsuleUsers
    {
        public bool Use(IReadOnlyList<ModelInService> models, string digest) => false;
    }

    private sealed class PipelineUsers(FactoryPipeline pipeline) : ICapsuleUsers
    {
        public bool Use(IReadOnlyList<ModelInService> models, string digest) => pipeline.Uses(models, digest);
    }
}
