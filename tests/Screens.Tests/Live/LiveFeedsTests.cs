using System.Threading.Channels;
using Jinan.IndustryBrain.Screens.Live;
using Microsoft.Extensions.Time.Testing;

namespace Jinan.IndustryBrain.Screens.Tests.Live;

public sealed class LiveFeedsTests
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _time = new();
    // Answers that there may be: a feed does not wait for its listeners, so that without a limit they would miss some.
    private readonly SemaphoreSlim _allowed = new(1);
    private readonly LiveFeeds _feeds;
    private int _asked;

    public LiveFeedsTests() => _feeds = new LiveFeeds(_time);

    [Fact]
    public async Task Follow_ManyOfOneKey_AskOnce()
    {
        var (first, second) = (new Heard(), new Heard());
        using var one = _feeds.Follow("key", Period, AskAsync, first.TellAsync);
        Assert.Equal("1", (await first.NextAsync()).Value);
        using var other = _feeds.Follow("key", Period, AskAsync, second.TellAsync);
        Assert.Equal("1", (await second.NextAsync()).Value);
        Assert.Equal(1, _feeds.Count);

        await AdvanceUntilAsync(first);
        Assert.Equal("2", (await first.NextAsync()).Value);
        Assert.Equal("2", (await second.NextAsync()).Value);
    }

    [Fact]
    public async Task Follow_WhenTheLastHasGone_AsksNoMore()
    {
        var heard = new Heard();
        var following = _feeds.Follow("key", Period, AskAsync, heard.TellAsync);
        await heard.NextAsync();
        following.Dispose();
        following.Dispose();
        Assert.Equal(0, _feeds.Count);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task Answer_AfterAFailure_IsTheLastOneWithTheReason()
    {
        var heard = new Heard();
        using var following = _feeds.Follow(
            "key", Period, ct => _asked == 0 ? AskAsync(ct) : throw new HttpRequestException("collector: away"), heard.TellAsync);
        var first = await heard.NextAsync();
        await AdvanceUntilAsync(heard);
        var second = await heard.NextAsync();
        Assert.Equal(("1", "collector: away", first.At), (second.Value, second.Failure?.Words, second.At));
    }

    [Fact]
    public async Task Listener_ThatFails_DoesNotKeepTheOthersFromBeingTold()
    {
        var heard = new Heard();
        using var failing = _feeds.Follow<string>("key", Period, AskAsync, _ => throw new InvalidOperationException());
        using var following = _feeds.Follow("key", Period, AskAsync, heard.TellAsync);
        await heard.NextAsync();
        await AdvanceUntilAsync(heard);
        Assert.Equal("2", (await heard.NextAsync()).Value);
    }

    [Fact]
    public async Task Listener_ThatIsSlow_DelaysNobody_AndIsThenToldTheNewest()
    {
        var (slow, quick) = (new Heard(), new Heard());
        var line = new TaskCompletionSource();
        using var slowly = _feeds.Follow("key", Period, AskAsync, async answer =>
        {
            await slow.TellAsync(answer);
            await line.Task;
        });
        Assert.Equal("1", (await slow.NextAsync()).Value);
        using var quickly = _feeds.Follow("key", Period, AskAsync, quick.TellAsync);
        Assert.Equal("1", (await quick.NextAsync()).Value);
        string? newest = null;
        for (var i = 0; i < 3; i++)
        {
            await AdvanceUntilAsync(quick);
            newest = (await quick.NextAsync()).Value;
        }

        Assert.False(slow.HasNext);
        line.SetResult();
        Assert.Equal("4", newest);
        Assert.Equal(newest, (await slow.NextAsync()).Value);
        Assert.False(slow.HasNext);
    }

    [Fact]
    public async Task Listener_ThatLeavesWhileItIsBusy_IsToldNoMore()
    {
        var (slow, quick) = (new Heard(), new Heard());
        var line = new TaskCompletionSource();
        var slowly = _feeds.Follow("key", Period, AskAsync, async answer =>
        {
            await slow.TellAsync(answer);
            await line.Task;
        });
        using var quickly = _feeds.Follow("key", Period, AskAsync, quick.TellAsync);
        await slow.NextAsync();
        await quick.NextAsync();
        await AdvanceUntilAsync(quick);
        slowly.Dispose();
        line.SetResult();
        await quick.NextAsync();
        await AdvanceUntilAsync(quick);
        Assert.False(slow.HasNext);
        Assert.Equal(1, _feeds.Count);
    }

    private async Task<string> AskAsync(CancellationToken cancellation)
    {
        await _allowed.WaitAsync(cancellation);
        return Interlocked.Increment(ref _asked).ToString();
    }

    // Allows one more answer. The feed sets its timer after it has told: the clock is moved until it has.
    private async Task AdvanceUntilAsync(Heard heard)
    {
        _allowed.Release();
        using var patience = new CancellationTokenSource(Patience);
        while (!heard.HasNext)
        {
            patience.Token.ThrowIfCancellationRequested();
            _time.Advance(Period);
            await Task.Yield();
        }
    }

    private sealed class Heard
    {
        private readonly Channel<Answer<string>> _answers = Channel.CreateUnbounded<Answer<string>>();

        public bool HasNext => _answers.Reader.TryPeek(out _);

        public Task TellAsync(Answer<string> answer) => _answers.Writer.WriteAsync(answer).AsTask();

        public async Task<Answer<string>> NextAsync()
        {
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                return await _answers.Reader.ReadAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"No answer came within {Patience}.");
            }
        }
    }
}
