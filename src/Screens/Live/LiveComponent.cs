using Jinan.IndustryBrain.Screens.Language;
using Microsoft.AspNetCore.Components;

namespace Jinan.IndustryBrain.Screens.Live;

/// <summary>A component that shows what <see cref="LiveFeeds"/> bring. Nothing is asked while a page is prerendered.</summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    private readonly Dictionary<string, IDisposable> _followed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object> _current = new(StringComparer.Ordinal);

    [Inject]
    private LiveFeeds Feeds { get; set; } = null!;

    /// <summary>The page's language.</summary>
    [CascadingParameter]
    public Texts T { get; set; } = Texts.Chinese;

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends all that is followed.</summary>
    protected virtual void Dispose(bool disposing)
    {
        foreach (var feed in _followed.Values)
            feed.Dispose();
        _followed.Clear();
    }

    /// <summary>Follows a question in place of the one that was followed for the same purpose.</summary>
    protected void Follow<TAnswer>(
        string purpose, string key, TimeSpan period, Func<CancellationToken, Task<TAnswer>> ask, Action<Answer<TAnswer>> show)
        where TAnswer : class
    {
        Unfollow(purpose);
        if (!RendererInfo.IsInteractive)
            return;
        // An answer may still be on its way when the question is replaced.
        var current = new object();
        _current[purpose] = current;
        _followed[purpose] = Feeds.Follow(key, period, ask, answer => InvokeAsync(async () =>
        {
            if (!ReferenceEquals(_current.GetValueOrDefault(purpose), current))
                return;
            try
            {
                show(answer);
                StateHasChanged();
            }
            catch (Exception fault)
            {
                await DispatchExceptionAsync(fault);
            }
        }));
    }

    /// <summary>Ends what is followed for a purpose.</summary>
    protected void Unfollow(string purpose)
    {
        _current.Remove(purpose);
        if (_followed.Remove(purpose, out var old))
            old.Dispose();
    }
}
