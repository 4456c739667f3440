namespace Jinan.IndustryBrain.Sidecar.Tests.Hosting;

/// <summary>For what gives no signal to wait for.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task AssertAsync(Func<Task<bool>> condition, string what)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(since) > Patience)
                throw new TimeoutException($"did not come within {Patience.TotalSeconds} s: {what}");
            await Task.Delay(50);
        }
    }

    public static Task AssertAsync(Func<bool> condition, string what) => AssertAsync(() => Task.FromResult(condition()), what);
}
