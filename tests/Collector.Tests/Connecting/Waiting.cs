namespace Jinan.IndustryBrain.Collector.Tests.Connecting;

/// <summary>Waits for what the service brings about by itself.</summary>
internal static class Waiting
{
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
            await Task.Delay(20, timeout.Token);
    }
}
