using Jinan.IndustryBrain.Fuzz.Running;
using Jinan.IndustryBrain.Fuzz.Targets;
using Jinan.IndustryBrain.TestKit;

// The time of a target is its own, and exceptions are watched for in the whole process.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Jinan.IndustryBrain.Fuzz;

/// <summary>
/// All targets, each group for its share of the time (CI) or of the cases (.ci/long): see README.md for how to run, to
/// reproduce, and to add a target.
/// </summary>
/// <remarks>The shares of the time make less than one: what is left is for starting, for making keys, and for the clients to come back.</remarks>
public sealed class FuzzTests(ITestOutputHelper output)
{
    [Fact]
    public Task BuiltInTypes_OfMutatedBytes_KeepTheRules() => RunAsync("built-in types", EncodingTargets.BuiltIn(), new FuzzShare(0.08, 0.18));

    [Fact]
    public Task Messages_OfMutatedBytes_KeepTheRules() => RunAsync("service messages", EncodingTargets.Messages(), new FuzzShare(0.12, 0.22));

    [Fact]
    public Task Structures_OfMutatedBytes_KeepTheRules() => RunAsync("structures", EncodingTargets.Structures(), new FuzzShare(0.06, 0.13));

    [Fact]
    public Task DataTypes_OfMutatedBodiesAndDefinitions_KeepTheRulesAndPathsAgree() => RunAsync("data types", StructureTargets.All(), new FuzzShare(0.08, 0.06));

    [Fact]
    public Task Events_OfMutatedFilters_KeepTheRules() => RunAsync("events", EventTargets.All(), new FuzzShare(0.03, 0.03));

    [Fact]
    public async Task History_OfMutatedRequests_KeepsTheRulesToTheLastPage()
    {
        using var targets = new HistoryTargets();
        await RunAsync("history", targets.All(), new FuzzShare(0.03, 0.02));
    }

    [Fact]
    public Task Columns_OfMutatedBytes_KeepTheRulesAndSayWhatObjectsSay() => RunAsync("columns", ColumnTargets.All(), new FuzzShare(0.06, 0.12));

    [Fact]
    public Task Transport_OfMutatedBytes_KeepsTheRules() => RunAsync("transport", TransportTargets.All(), new FuzzShare(0.06, 0.10));

    [Fact]
    public Task Channels_OfMutatedConversations_KeepTheRules() => RunAsync("channels", ChannelTargets.All(), new FuzzShare(0.08, 0.07));

    [Fact]
    public Task SecuredOpenings_OfMutatedChunks_TakeNothingForged() => RunAsync("secured openings", SecuredOpeningTargets.All(), new FuzzShare(0.05, 0.002));

    [Fact]
    public async Task Certificates_OfMutatedBytes_KeepTheRulesAndAreNotTrusted()
    {
        using var targets = new CertificateTargets();
        await RunAsync("certificates", targets.All(), new FuzzShare(0.05, 0.05));
    }

    [Fact]
    public async Task Server_OfMutatedBytesAndRequests_AnswersOrClosesAndServesOthers()
    {
        await using var server = new ServerTargets();
        var share = new FuzzShare(0.08, 0.015);
        var findings = new List<Finding>();
        findings.AddRange(await AsyncRunner.RunAsync("server/bytes", server.BytesAsync, share.Of(2), Report));
        findings.AddRange(await AsyncRunner.RunAsync("server/requests", server.RequestAsync, share.Of(2), Report));
        await server.CheckAsync();
        Conclude(findings);
    }

    [Fact]
    public async Task Client_OfAHostileServer_EndsEveryRequest()
    {
        var client = new ClientTargets();
        Conclude(await AsyncRunner.RunAsync("client/channel", client.ChannelAsync, new FuzzShare(0.04, 0.003).Of(1), Report));
    }

    [Fact]
    public async Task Client_AfterALineThatChangedBytes_DeliversAgain()
    {
        using var unexpected = new Unexpected();
        await using var target = new ConnectionTarget();
        await target.RunAsync(new FuzzShare(0.04, 0.0002).Of(1));
        Report($"client/connection: {target.Changed:N0} chunks changed, all clients back {target.Recovery.TotalSeconds:F1} s after; {target.Happened}");
        Assert.Empty(unexpected.Seen);
    }

    async Task RunAsync(string group, IEnumerable<FuzzTarget> targets, FuzzShare share) =>
        Conclude(await new FuzzRunner(group, Report).RunAsync(targets, share));

    // The groups' figures go where CI shows them, each target's to the output of the test.
    void Report(string line)
    {
        if (line.StartsWith(' '))
            output.WriteLine(line);
        else
            new TestReport(output).Line(line);
    }

    static void Conclude(IReadOnlyList<Finding> findings)
    {
        if (findings.Count > 0) Assert.Fail($"{findings.Count} findings, seed {FuzzSettings.Seed}:\n{string.Join("\n", findings)}");
    }
}
