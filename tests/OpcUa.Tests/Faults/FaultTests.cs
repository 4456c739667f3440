using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Tests.Client;
using Jinan.IndustryBrain.TestKit;

namespace Jinan.IndustryBrain.OpcUa.Tests.Faults;

/// <summary>
/// Our client through a line with faults to our server: nothing twice, nothing out of order, whatever is missing is reported,
/// the connection recovers, and a connection beside it does not notice.
/// </summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    const int Values = 250;

    // Of all seeds of the test; the report has them together, the output of the test one by one.
    (long Struck, long Connects, long Fetched, long Gaps, long Values) _all;

    // FAULT_SEEDS=200 for a night; the seeds are the test, and a failure names its own.
    static int Seeds => int.TryParse(Environment.GetEnvironmentVariable("FAULT_SEEDS"), out var seeds) ? seeds : 6;

    [Theory]
    [InlineData((int)Fault.Delay, 200)]
    [InlineData((int)Fault.SingleBytes, 500)]
    [InlineData((int)Fault.CutInMidChunk, 40)]
    [InlineData((int)Fault.DuplicateChunk, 40)]
    [InlineData((int)Fault.BlackHole, 15)]
    public async Task Line_WithFaults_LosesNothingUnsaidAndRepeatsNothing(int fault, int perThousand)
    {
        await EachSeedAsync((Fault)fault, perThousand, (plant, through, context) =>
        {
            plant.Reconcile(through, context);
            return Task.CompletedTask;
        });
    }

    /// <summary>Where chunks are signed, a line that changes bytes is no worse than one that is cut.</summary>
    [Theory]
    [InlineData((int)Fault.Corrupt, false)]
    [InlineData((int)Fault.Corrupt, true)]
    [InlineData((int)Fault.DuplicateBytes, false)]
    [InlineData((int)Fault.CutInMidChunk, true)]
    public async Task SecuredLine_ThatChangesBytes_LosesNothingUnsaidAndRepeatsNothing(int fault, bool isEncrypted)
    {
        var mode = isEncrypted ? SecurityMode.SignAndEncrypt : SecurityMode.Sign;
        await EachSeedAsync(
            (Fault)fault, 40,
            (plant, through, context) =>
            {
                plant.Reconcile(through, $"{context}, {mode}");
                return Task.CompletedTask;
            },
            CountingPlant.Secured(mode));
    }

    /// <summary>
    /// Without a signature a changed byte of a value is a value (TCP's checksum is all there is): what can be asked for is that
    /// nothing breaks, and that everything is right again once the line is.
    /// </summary>
    [Theory]
    [InlineData((int)Fault.Corrupt, 40)]
    [InlineData((int)Fault.DuplicateBytes, 40)]
    public async Task Line_ThatChangesBytes_IsRecoveredFrom(int fault, int perThousand)
    {
        await EachSeedAsync((Fault)fault, perThousand, async (plant, through, context) =>
        {
            var first = plant.Last + 1;
            for (var i = 0; i < 20; i++)
            {
                plant.Emit();
                await through.UntilAsync(plant.Last, context);
            }

            var after = through.Values.Select(value => value.Value).Where(value => value >= first && value <= plant.Last).ToList();
            Assert.True(
                Enumerable.Range(0, 20).Select(i => first + i).SequenceEqual(after), $"{context}: [{string.Join(' ', after)}] ({through.Describe()})");
        });
    }

    async Task EachSeedAsync(
        Fault fault, int perThousand, Func<CountingPlant, Receiver, string, Task> check, SecuritySettings? security = null)
    {
        // A few at a time: they wait more than they work.
        var seeds = new Queue<int>(Enumerable.Range(1, Seeds));
        async Task RunAsync()
        {
            while (true)
            {
                int seed;
                lock (seeds)
                {
                    if (!seeds.TryDequeue(out seed)) return;
                }

                await OneSeedAsync(fault, perThousand, seed, check, security ?? SecuritySettings.None);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RunAsync()));
        var (struck, connects, fetched, gaps, values) = _all;
        new TestReport(output).Line(
            $"{fault}, {security?.Mode ?? SecurityMode.None}, {Seeds} seeds: {struck:N0} chunks struck, {connects:N0} connects, {fetched:N0} fetched again, {gaps:N0} gaps, {values:N0} values.");
    }

    async Task OneSeedAsync(
        Fault fault, int perThousand, int seed, Func<CountingPlant, Receiver, string, Task> check, SecuritySettings security)
    {
        var context = $"{fault}, seed {seed}";
        // Every third server keeps one message only, so that what was under way when the line broke cannot be fetched again.
        await using var plant = new CountingPlant(options => seed % 3 != 0 ? options : options with
        {
            Limits = options.Limits with { MaxRetransmissionMessages = 1 },
        });
        await using var proxy = new FaultProxy(plant.Port, seed) { PerThousand = perThousand };
        // The one beside is to notice nothing: it is given time enough for a machine that does other things too.
        await using var beside = Receiver.Start(Receiver.Options(plant.Server.EndpointUrl) with
        {
            RequestTimeout = TimeSpan.FromSeconds(30), ConnectTimeout = TimeSpan.FromSeconds(30),
        });
        await using var through = Receiver.Start(Receiver.Options(proxy.Url) with { Security = security });
        await beside.UntilAsync(0, context);
        await through.UntilAsync(0, context);

        proxy.Fault = fault;
        var random = new Random(seed);
        // Some seeds may spare the line at first; the fault has to have struck.
        for (var i = 0; i < Values || (proxy.Struck < 4 && i < Values * 20); i++)
        {
            plant.Emit();
            if (random.Next(2) == 0) await Task.Delay(random.Next(1, 8));
        }

        proxy.Fault = Fault.None;
        plant.Emit();
        await beside.UntilAsync(plant.Last, context);
        await UntilAgainAsync(plant, through, context);
        var undisturbed = plant.Last;
        await check(plant, through, context);

        Assert.True(proxy.Struck > 0, $"{context}: the fault never struck.");
        await beside.UntilAsync(plant.Last, context);
        plant.Reconcile(beside, context + ", beside");
        Assert.Empty(beside.Gaps);
        Assert.Equal(1, beside.Connection.Status.Counters.Connects);
        Assert.Equal(undisturbed + 1, beside.Values.Count(value => value.Value <= undisturbed));
        lock (output)
        {
            _all = (
                _all.Struck + proxy.Struck, _all.Connects + through.Connection.Status.Counters.Connects,
                _all.Fetched + through.Connection.Status.Counters.Republished, _all.Gaps + through.Gaps.Count, _all.Values + plant.Last);
            output.WriteLine(
                $"{context}: {proxy.Struck} chunks struck, {through.Connection.Status.Counters.Connects} connects, "
                + $"{through.Connection.Status.Counters.Republished} fetched again, {through.Gaps.Count} gaps, {plant.Last} values.");
        }
    }

    // A value whose bytes were changed may pass for a later one: the count goes on until the true ones come.
    static async Task UntilAgainAsync(CountingPlant plant, Receiver through, string context)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!through.Values.Any(value => value.Value == plant.Last))
        {
            if (TimeProvider.System.GetElapsedTime(started) > Receiver.Patience)
                throw new TimeoutException($"{context}: {plant.Last} did not come ({through.Describe()}).");
            plant.Emit();
            await Task.Delay(20);
        }
    }

    [Fact]
    public async Task Connections_OneInABlackHole_OthersAsFastAsBefore()
    {
        await using var plant = new CountingPlant();
        await using var proxy = new FaultProxy(plant.Port, 1) { PerThousand = 1_000 };
        var stuck = new List<Receiver>();
        await using var beside = Receiver.Start(Receiver.Options(plant.Server.EndpointUrl) with { RequestTimeout = TimeSpan.FromSeconds(30) });
        try
        {
            for (var i = 0; i < 12; i++) stuck.Add(Receiver.Start(Receiver.Options(proxy.Url)));
            foreach (var receiver in stuck) await receiver.UntilAsync(0, "before");
            await beside.UntilAsync(0, "before");
            var before = await RoundTripsAsync(plant, beside);

            proxy.Fault = Fault.BlackHole;
            foreach (var receiver in stuck)
                await HarnessUntilAsync(() => receiver.Connection.Status.Attempts > 0, "the lost connection to be noticed");
            var during = await RoundTripsAsync(plant, beside);

            new TestReport(output).Line($"Median from emission to receipt: {before.TotalMilliseconds:F1} ms before, {during.TotalMilliseconds:F1} ms while twelve others were stuck.");
            // The publishing interval (20 ms) is the most of it; a lock or a thread held by the others would add their time-outs (1 s).
            Assert.True(during < before + TimeSpan.FromMilliseconds(250), $"{before} became {during}");
            Assert.Equal(1, beside.Connection.Status.Counters.Connects);
        }
        finally
        {
            foreach (var receiver in stuck) await receiver.DisposeAsync();
        }
    }

    static async Task<TimeSpan> RoundTripsAsync(CountingPlant plant, Receiver receiver)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < 30; i++)
        {
            var started = TimeProvider.System.GetTimestamp();
            plant.Emit();
            await receiver.UntilAsync(plant.Last, "beside the stuck ones");
            times.Add(TimeProvider.System.GetElapsedTime(started));
        }

        times.Sort();
        return times[times.Count / 2];
    }

    static async Task HarnessUntilAsync(Func<bool> condition, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > ConnectionHarness.Patience) throw new TimeoutException($"Waited for {what}.");
            await Task.Delay(5);
        }
    }
}
