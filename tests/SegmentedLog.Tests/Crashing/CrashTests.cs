namespace Jinan.IndustryBrain.DurableLog.Tests;

public sealed class CrashTests
{
    private const int Steps = 45;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Log_MachineStopsAtEveryOperation_KeepsAllThatWasPromised(int seed)
    {
        var whole = new CrashingStorage();
        await new Workload().RunAsync(whole, new(seed), Steps);
        Assert.True(whole.Operations > 100, $"only {whole.Operations} operations: the workload is too small to mean something");

        for (var crashAt = 1; crashAt <= whole.Operations; crashAt++)
        {
            for (var die = 0; die < 4; die++)
                await CrashRecoverAndGoOnAsync(seed, crashAt, new Random(HashCode.Combine(seed, crashAt, die)));
        }
    }

    [Fact]
    public async Task Truncate_MachineStopsAtEveryOperation_LeavesNoGap()
    {
        for (var crashAt = 1; ; crashAt++)
        {
            var completed = false;
            for (var seed = 0; seed < 20; seed++)
            {
                var storage = new CrashingStorage();
                await using var log = await TestLog.OpenAsync(storage);
                await TestLog.AppendManyAsync(log, 80);
                storage.CrashAt = storage.Operations + crashAt;
                try
                {
                    log.Truncate(long.MaxValue);
                    completed = true;
                }
                catch (MachineStoppedException)
                {
                    // As intended.
                }
                await using var rebooted = await TestLog.OpenAsync(storage.Reboot(new(seed)));
                Assert.Equal(80, TestLog.ReadAll(rebooted)[^1].Sequence);
            }
            if (completed)
                return;
        }
    }

    private static async Task CrashRecoverAndGoOnAsync(int seed, int crashAt, Random die)
    {
        var context = $"seed {seed}, operation {crashAt}";
        var workload = new Workload();
        var storage = new CrashingStorage { CrashAt = crashAt };
        await RunUntilStoppedAsync(workload, storage, new(seed));
        storage = storage.Reboot(die);

        // The recovery is itself stopped somewhere, and the log used and stopped once more after it.
        storage.CrashAt = die.Next(1, 8);
        await RunUntilStoppedAsync(new(), storage, die, steps: 0);
        storage = storage.Reboot(die);
        await workload.VerifyAsync(storage, $"{context}, recovery stopped");

        storage.CrashAt = storage.Operations + die.Next(1, 30);
        await RunUntilStoppedAsync(workload, storage, die);
        await workload.VerifyAsync(storage.Reboot(die), $"{context}, second life");
    }

    private static async Task RunUntilStoppedAsync(Workload workload, CrashingStorage storage, Random die, int steps = Steps)
    {
        try
        {
            await workload.RunAsync(storage, die, steps);
        }
        catch (Exception e) when (IsStop(e))
        {
            // As intended.
        }
    }

    private static bool IsStop(Exception? e) => e is MachineStoppedException || (e is not null && IsStop(e.InnerException));
}
