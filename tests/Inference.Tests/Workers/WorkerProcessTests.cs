using System.Diagnostics;
using System.Text.Json;
using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Capsules.Package;
using Jinan.IndustryBrain.Inference.Protocol;
using Jinan.IndustryBrain.Inference.Rollout;
using Jinan.IndustryBrain.Inference.Tests.Rollout;
using Jinan.IndustryBrain.Inference.Workers;

namespace Jinan.IndustryBrain.Inference.Tests.Workers;

/// <summary>Real worker processes, with the repository's own models, that are killed, stopped and replaced by liars.</summary>
public sealed class WorkerProcessTests : IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;

    private readonly PluginFolder _plugins = new();

    public static TheoryData<string> Sectors => [.. PluginFolder.Sectors];

    public void Dispose() => _plugins.Dispose();

    [Theory]
    [MemberData(nameof(Sectors))]
    public async Task Worker_OfEachSector_AnswersItsGoldenVectors(string sector)
    {
        await using var version = Serve(sector);
        Assert.Null(await GoldenCheck.FindFaultAsync(version, Never));
        Assert.Equal(1, version.Worker.Figures.Starts);
    }

    [Fact]
    public async Task Worker_KilledBetweenAndDuringBatches_GivesEveryAnswerAndTheSame()
    {
        await using var version = Serve("materials");
        var (features, columns) = Golden(version.Capsule);
        var expected = await version.Worker.PredictAsync(0, columns, features, Never);

        for (var round = 0; round < 3; round++)
        {
            var answers = Enumerable.Range(0, 8).Select(_ => version.Worker.PredictAsync(0, columns, features, Never)).ToList();
            if (version.Worker.Figures.ProcessId is { } id)
                Kill(id);
            foreach (var answer in await Task.WhenAll(answers))
                Assert.Equal(expected, answer);
        }

        Assert.True(version.Worker.Figures.Starts > 1);
    }

    [Fact]
    public async Task Worker_KilledWhileIdle_IsReplacedBeforeItIsAsked()
    {
        await using var version = Serve("semiconductors");
        var (features, columns) = Golden(version.Capsule);
        await version.Worker.PredictAsync(0, columns, features, Never);
        var first = version.Worker.Figures.ProcessId!.Value;
        Kill(first);
        await Until(() => version.Worker.Figures.ProcessId is { } id && id != first, "another process");
        Assert.Equal(1, version.Worker.Figures.Losses);
    }

    [Fact]
    public async Task Worker_ThatDoesNotAnswer_IsReplacedAndAskedAgain()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A process is stopped by a signal.");
        await using var version = Serve("semiconductors", TestWorkers.Options(answerSeconds: 8));
        var (features, columns) = Golden(version.Capsule);
        var expected = await version.Worker.PredictAsync(0, columns, features, Never);
        var stopped = version.Worker.Figures.ProcessId!.Value;
        using (var stop = Process.Start("kill", ["-STOP", stopped.ToString()]))
            await stop.WaitForExitAsync();
        Assert.Equal(expected, await version.Worker.PredictAsync(0, columns, features, Never));
        Assert.NotEqual(stopped, version.Worker.Figures.ProcessId);
        Assert.Contains("did not answer within 8 s", version.Worker.Figures.LastFault);
    }

    [Theory]
    [InlineData("echo this is no message at all; cat >/dev/null", "no message")]
    [InlineData("printf 'JIW1'; exec 1>&-; cat >/dev/null", "ended inside a message")]
    [InlineData("exit 3", "")]
    public async Task Worker_ThatIsNone_FailsTheWindowWithTheReason(string shell, string part)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program in its place is a shell script.");
        await using var host = TestWorkers.Host("liar", new LoadRequest([]), TestWorkers.Options(launch: TestWorkers.Script(shell)));
        var failed = await Assert.ThrowsAsync<ModelFailedException>(() => host.PredictAsync(0, 1, new float[] { 1 }, Never));
        Assert.Contains("does not start", failed.Message);
        Assert.Contains(part, failed.Message);
    }

    [Fact]
    public async Task Worker_WithAModelThatIsNone_FailsAtOnceAndSaysWhich()
    {
        var request = new LoadRequest([new ModelToLoad(ModelEngine.Onnx, "broken", "features", "score", 1, new byte[] { 1, 2, 3 })]);
        await using var host = TestWorkers.Host("broken", request);
        var failed = await Assert.ThrowsAsync<ModelFailedException>(() => host.PredictAsync(0, 1, new float[] { 1 }, Never));
        Assert.Contains("Model 'broken' cannot be loaded", failed.Message);
    }

    [Fact]
    public async Task Worker_WithAnInputOfAnotherWidth_SaysWhatIsExpected()
    {
        var capsule = _plugins.Verified("semiconductors");
        var model = capsule.Declaration.Models[0];
        var request = new LoadRequest([new ModelToLoad(model.Engine, model.Id, model.Input, model.Output, 3, capsule.Files[model.File])]);
        await using var host = TestWorkers.Host("narrow", request);
        var failed = await Assert.ThrowsAsync<ModelFailedException>(() => host.PredictAsync(0, 3, new float[3], Never));
        Assert.Contains("float[N, 3] is expected", failed.Message);
    }

    [Fact]
    public async Task Worker_WhoseInputEnds_Ends()
    {
        var process = WorkerProcess.Start(WorkerLocation.Find(null, 256L << 20), TimeProvider.System, _ => { });
        using var watched = Process.GetProcessById(process.Id);
        await process.DisposeAsync();
        await watched.WaitForExitAsync();
        Assert.True(watched.HasExited);
    }

    private CapsuleVersion Serve(string sector, WorkerOptions? options = null) =>
        new(_plugins.Verified(sector), (name, models) => TestWorkers.Host(name, models, options));

    private static (ReadOnlyMemory<float> Features, int Columns) Golden(VerifiedCapsule capsule)
    {
        var model = capsule.Declaration.Models[0];
        var golden = JsonSerializer.Deserialize(capsule.Files[model.Golden].Span, CapsuleJson.Default.GoldenVectors)!;
        return (golden.Vectors.SelectMany(v => v.Features).ToArray(), model.Features.Count);
    }

    private static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
    }

    private static async Task Until(Func<bool> condition, string what)
    {
        for (var i = 0; i < 600; i++)
        {
            if (condition())
                return;
            await Task.Delay(100);
        }

        Assert.Fail($"In a minute there was not {what}.");
    }
}
