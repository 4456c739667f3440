namespace Jinan.IndustryBrain.Screens.Live;

/// <summary>One who is told of answers, one at a time: while it is busy only the newest of those that came is kept for it.</summary>
internal sealed class Listener<T>(Func<Answer<T>, Task> tell)
    where T : class
{
    private readonly Lock _gate = new();
    private Answer<T>? _next;
    private bool _busy;
    private bool _left;

    /// <returns>Whether the caller has to run <see cref="TellAsync"/>: it is not being told already.</returns>
    public bool Offer(Answer<T> answer)
    {
        lock (_gate)
        {
            if (_left)
                return false;
            _next = answer;
            var wasBusy = _busy;
            _busy = true;
            return !wasBusy;
        }
    }

    /// <summary>It is told of nothing that it was not told of yet.</summary>
    public void Leave()
    {
        lock (_gate)
            (_left, _next) = (true, null);
    }

    /// <summary>Tells it until there is nothing new.</summary>
    public async Task TellAsync()
    {
        while (TryTake() is { } answer)
        {
            try
            {
                await tell(answer).ConfigureAwait(false);
            }
            catch (Exception)
            {
                // A page that has just been left, or one whose own fault it shows itself.
            }
        }
    }

    private Answer<T>? TryTake()
    {
        lock (_gate)
        {
            var answer = _next;
            _next = null;
            _busy = answer is not null;
            return answer;
        }
    }
}
