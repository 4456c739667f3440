using System.Text.Json;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests.Channels;

/// <summary>
/// Channels whose tokens live two seconds, with values flowing: none is lost, none comes twice, and nobody reconnects. A machine
/// that lets a process wait for longer than the rest of a token's life is given tokens that live longer; what may never
/// be, however busy it is, is a value that is missing without a word.
/// </summary>
public sealed class RenewalTests(OurRichServer our)
{
    private const int Renewals = 3;

    private static readonly TimeSpan[] Lifetimes = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(12)];

    [Fact]
    public async Task OurClient_OnChannelsOfTwoSeconds_GetsEveryValueOnceInEveryPolicyAndMode()
    {
        // A server of its own: one that is kept busy by other tests for half a second lets tokens of two seconds expire.
        NodeProcess.Require();
        using var pki = new InteropPki("urn:interop:client");
        var (node, endpoint) = await RichServer.StartAsync(pki, items: 10, more: ["--period", "50"]);
        await using var disposing = node;

        var left = Security.All;
        var disturbed = new List<string?>();
        foreach (var lifetime in Lifetimes)
        {
            var outcomes = await Task.WhenAll(left.Select(one => StayAsync(endpoint, pki, one.Policy, one.Mode, lifetime)));
            disturbed.AddRange(outcomes);
            left = [.. left.Where((_, i) => outcomes[i] is not null)];
            if (left.Count == 0)
                return;
        }

        Assert.Fail(string.Join(Environment.NewLine, disturbed.OfType<string>()));
    }

    [Fact]
    public async Task NodesClient_OnChannelsOfTwoSeconds_GetsEveryValueOnceInEveryPolicyAndMode()
    {
        await our.StartedAsync();
        var (client, _) = await OurRichServer.ConnectAsync(our.Server, our.Pki);
        await using var disposing = client;
        using var stop = new CancellationTokenSource();
        var counting = CountAsync(stop.Token);

        var left = Security.All;
        var disturbed = new List<string>();
        foreach (var lifetime in Lifetimes)
        {
            var answers = (await client.CommandAsync(new
            {
                command = "try-all",
                attempts = left.Select(one => new
                {
                    policy = Security.NodeNameOf(one.Policy), mode = one.Mode.ToString(), read = Array.Empty<string>(),
                    watch = "ns=2;s=Counter", renewals = Renewals, tokenLifetime = lifetime.TotalMilliseconds,
                }),
            })).GetProperty("answers").EnumerateArray().ToList();
            Assert.Equal(left.Count, answers.Count);
            disturbed.AddRange(answers.Where(IsDisturbed).Select(answer => answer.ToString()));
            Assert.All(answers.Where(answer => !IsDisturbed(answer)), answer =>
            {
                var values = answer.GetProperty("changes").EnumerateArray().Select(value => (int)value.GetDouble()).ToList();
                Assert.True(values.Count > 50, $"{values.Count} values came.");
                Assert.Equal(Enumerable.Range(values[0], values.Count), values);
            });
            left = [.. left.Where((_, i) => IsDisturbed(answers[i]))];
            if (left.Count == 0)
                break;
        }

        await stop.CancelAsync();
        await counting;
        Assert.True(left.Count == 0, string.Join(Environment.NewLine, disturbed));

        static bool IsDisturbed(JsonElement answer) =>
            !answer.GetProperty("connected").GetBoolean() || answer.GetProperty("renewed").GetInt32() < Renewals || answer.GetProperty("lost").GetInt32() > 0;
    }

    /// <summary>Stays through the renewals. Gives what disturbed it, null where nothing did.</summary>
    private static async Task<string?> StayAsync(
        string endpoint, InteropPki pki, SecurityPolicyChoice policy, SecurityMode mode, TimeSpan lifetime)
    {
        var validator = new CountingValidator(pki.Store);
        await using var connection = new OpcUaConnection(
            RichServer.Options(endpoint, pki, policy, mode, validator: validator) with { TokenLifetime = lifetime });
        connection.AddSubscription(new SubscriptionSettings
        {
            PublishingInterval = TimeSpan.FromMilliseconds(100),
            Items = [.. Enumerable.Range(0, 10).Select(i => new MonitoredItemSettings(RichServer.ItemId(i)) { SamplingInterval = TimeSpan.Zero, QueueSize = 1_000 })],
        });
        connection.Start();
        await connection.EventAsync(happened => happened is Connected, "a connection");
        var (atFirst, since) = (validator.Count, TimeProvider.System.GetTimestamp());
        var series = new Series(10);

        // Each renewal has the server's certificate looked at again; without security only time tells.
        bool IsRenewed() => policy is SecurityPolicyChoice.None
            ? TimeProvider.System.GetElapsedTime(since) > lifetime * 1.25 * Renewals
            : validator.Count >= atFirst + Renewals;
        await connection.ReadUntilAsync(
            batch =>
            {
                series.Add(batch);
                return IsRenewed() && series.EachHasOne;
            },
            () => $"{policy} {mode}: {Renewals} renewals, after {validator.Count - atFirst} with {series.Count} values,");

        Assert.Empty(series.Faults);
        Assert.True(series.Count > 100, $"{series.Count} values came.");
        var counters = connection.Status.Counters;
        if (counters is { Connects: 1, Gaps: 0, Duplicates: 0 } && series.Gaps.Count == 0)
        {
            // node-opcua grants at least 2.5 s.
            Assert.InRange(connection.Status.TokenLifetime!.Value, lifetime, lifetime * 1.25);
            return null;
        }

        var happened = new List<ConnectionEvent>();
        while (connection.Events.TryRead(out var one))
            happened.Add(one);
        return $"{policy} {mode}, tokens of {lifetime.TotalSeconds} s: {counters} {string.Join('\n', happened)}";
    }

    private async Task CountAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var count = 1; !stop.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None); count++)
            our.Counter.SetValue((double)count, DateTime.UtcNow);
    }

    private sealed class CountingValidator(CertificateStore store) : ICertificateValidator
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public CertificateVerdict Validate(ReadOnlyMemory<byte> derChain, PeerExpectation expectation)
        {
            Interlocked.Increment(ref _count);
            return store.Validate(derChain, expectation);
        }
    }
}
