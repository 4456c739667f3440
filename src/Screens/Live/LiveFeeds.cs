using System.Collections.Concurrent;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Screens.Live;

/// <summary>
/// Questions that are asked again and again while somebody looks at the answers. Two hundred consoles that show the same ask
/// once: a question is known by its key. It is asked no more when the last one has gone. Thread-safe.
/// </summary>
public sealed class LiveFeeds(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, object> _feeds = new(StringComparer.Ordinal);

    /// <summary>How many questions are being asked.</summary>
    public int Count => _feeds.Count;

    /// <summary>Asks until the result is disposed.</summary>
    /// <param name="key">The same key means the same question, of the same type, with the same period.</param>
    /// <param name="period">Pause between two answers.</param>
    /// <param name="ask">Throws <see cref="HttpRequestException"/> or <see cref="TimeoutException"/> where there is no answer.</param>
    /// <param name="tell">Called with each answer, one at a time, on a thread of the pool; at once where one is known already.</param>
    public IDisposable Follow<T>(string key, TimeSpan period, Func<CancellationToken, Task<T>> ask, Func<Answer<T>, Task> tell)
        where T : class
    {
        while (true)
        {
            var feed = (Feed<T>)_feeds.GetOrAdd(key, _ => new Feed<T>(this, key, period, ask, time));
            if (feed.TryAdd(tell) is { } subscription)
                return subscription;
            // It ended between our finding and our joining it: it has removed itself, or is about to.
            _feeds.TryRemove(new KeyValuePair<string, object>(key, feed));
        }
    }

    private sealed class Feed<T>(LiveFeeds owner, string key, TimeSpan period, Func<CancellationToken, Task<T>> ask, TimeProvider time)
        where T : class
    {
        private readonly Lock _gate = new();
        private readonly List<Func<Answer<T>, Task>> _listeners = [];
        private Answer<T>? _last;
        private Action? _end;
        private bool _ended;

        public IDisposable? TryAdd(Func<Answer<T>, Task> tell)
        {
            Answer<T>? known;
            lock (_gate)
            {
                if (_ended)
                    return null;
                _listeners.Add(tell);
                known = _last;
                if (_end is null)
                {
                    // It ends by this alone, and is disposed by the task that it ends.
                    var source = new CancellationTokenSource();
                    _end = source.Cancel;
                    _ = Task.Run(() => AskAsync(source));
                }
            }

            if (known is not null)
                _ = TellAsync(tell, known);
            return new Subscription(() => Remove(tell));
        }

        private void Remove(Func<Answer<T>, Task> tell)
        {
            lock (_gate)
            {
                if (!_listeners.Remove(tell) || _listeners.Count > 0)
                    return;
                owner._feeds.TryRemove(new KeyValuePair<string, object>(key, this));
                _ended = true;
            }

            _end!();
        }

        private async Task AskAsync(CancellationTokenSource source)
        {
            using var owned = source;
            var token = source.Token;
            try
            {
                while (true)
                {
                    var answer = await AskOnceAsync(token).ConfigureAwait(false);
                    Func<Answer<T>, Task>[] listeners;
                    lock (_gate)
                    {
                        _last = answer;
                        listeners = [.. _listeners];
                    }

                    foreach (var tell in listeners)
                        await TellAsync(tell, answer).ConfigureAwait(false);
                    await Task.Delay(period, time, token).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                // Nobody looks any more.
            }
        }

        private async Task<Answer<T>> AskOnceAsync(CancellationToken token)
        {
            try
            {
                return new Answer<T>(await ask(token).ConfigureAwait(false), null, time.GetUtcNow());
            }
            catch (Exception fault) when (!token.IsCancellationRequested)
            {
                // A page outlives every fault of a service: it shows what was known, and since when it is old.
                return new Answer<T>(_last?.Value, Saying.Of(fault), _last?.At ?? time.GetUtcNow());
            }
        }

        private static async Task TellAsync(Func<Answer<T>, Task> tell, Answer<T> answer)
        {
            try
            {
                await tell(answer).ConfigureAwait(false);
            }
            catch (Exception)
            {
                // A page that has just been left, or one whose own fault it shows itself: the others are told all the same.
            }
        }
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        private Action? _end = end;

        public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
    }
}
