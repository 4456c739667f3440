using System.Text.Json;
using System.Threading.Channels;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.EdgeConsole.Warnings;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Warnings;

public sealed class CasePublisherTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly WarningsStand _stand = new();
    private readonly Topic _topic = new();

    public void Dispose() => _stand.Dispose();

    [Fact]
    public async Task Case_Changed_IsPublishedAndLeavesTheOutbox()
    {
        using var publisher = await StartAsync();
        await _stand.TakeAsync(_stand.Insight(0));
        Assert.Equal(1, (await _topic.NextAsync()).Revision);
        await _stand.ActAsync(await _stand.OnlyAsync(), CaseAction.Acknowledge);
        Assert.Equal((2, WarningState.Acknowledged), ((await _topic.NextAsync()) is var second ? (second.Revision, second.State) : default));
        await publisher.StopAsync(CancellationToken.None);
        Assert.Empty(await _stand.WaitingAsync());
    }

    [Fact]
    public async Task Case_ChangedWhileNobodyPublished_IsPublishedAfterTheRestart()
    {
        await _stand.TakeAsync(_stand.Insight(0));
        await _stand.TakeAsync(_stand.Insight(0, asset: "m2"));
        _stand.Reopen();
        using var publisher = await StartAsync();
        Assert.Equal(["m1", "m2"], [(await _topic.NextAsync()).Asset, (await _topic.NextAsync()).Asset]);
        await publisher.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Broker_Away_IsTriedAgainAndNothingIsLost()
    {
        _topic.Failures = 1;
        using var publisher = await StartAsync();
        await _stand.TakeAsync(_stand.Insight(0));
        await _topic.Failed.Task.WaitAsync(Patience);
        Assert.Single(await _stand.WaitingAsync());
        while (!_topic.Has)
        {
            // Its pause is by the stand's clock.
            _stand.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10);
        }

        Assert.Equal("m1", (await _topic.NextAsync()).Asset);
        await publisher.StopAsync(CancellationToken.None);
    }

    private async Task<CasePublisher> StartAsync()
    {
        var publisher = new CasePublisher(_stand.Database, _stand.Changes, _topic, _stand.Time, NullLogger<CasePublisher>.Instance);
        await publisher.StartAsync(CancellationToken.None);
        return publisher;
    }

    private sealed class Topic : IWarningsTopic
    {
        private readonly Channel<WarningCase> _published = Channel.CreateUnbounded<WarningCase>();

        public int Failures { get; set; }

        public TaskCompletionSource Failed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Has => _published.Reader.Count > 0;

        public async Task<WarningCase> NextAsync()
        {
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                return await _published.Reader.ReadAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException("No case was published.");
            }
        }

        public Task PublishAsync(string warning, CancellationToken cancellation)
        {
            if (Failures-- > 0)
            {
                Failed.TrySetResult();
                throw new Dapr.DaprException("the broker is away");
            }

            _published.Writer.TryWrite(JsonSerializer.Deserialize(warning, ContractsJson.Default.WarningCase)!);
            return Task.CompletedTask;
        }
    }
}
