using System.Diagnostics;

namespace Jinan.IndustryBrain.Functional.Tests.Running;

/// <summary>Waits for something that other processes bring about.</summary>
internal static class Until
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <param name="what">Told when it does not come.</param>
    public static Task TrueAsync(Func<bool> condition, TimeSpan limit, Func<string> what) =>
        TrueAsync(() => Task.FromResult(condition()), limit, what);

    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan limit, Func<string> what)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > limit)
                Assert.Fail($"Did not come within {limit.TotalSeconds:0} s: {what()}");
            await Task.Delay(Interval, TestContext.Current.CancellationToken);
        }
    }
}
