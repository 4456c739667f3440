using Jinan.IndustryBrain.Brain.Auditing;
using Jinan.IndustryBrain.Screens.Language;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Jinan.IndustryBrain.Brain.Cockpit.Parts;

/// <summary>
/// A page that somebody works on. Lists and single things follow what others do (<see cref="IsLive"/>); what was asked for by a
/// form stands still. Nothing is read while it is prerendered, so that each look is one.
/// </summary>
public abstract class WorkPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _left = new();

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    /// <summary>The page's language.</summary>
    [CascadingParameter]
    public Texts T { get; set; } = Texts.Chinese;

    [CascadingParameter]
    private Task<AuthenticationState> SignedIn { get; set; } = null!;

    /// <summary>Of the browser, as the gateway saw it when the page was asked for.</summary>
    [CascadingParameter(Name = "Address")]
    private string? Address { get; set; }

    /// <summary>Why the last attempt to read failed; null where it did not.</summary>
    protected Saying? Failure { get; private set; }

    /// <summary>Whether there is something to show.</summary>
    protected bool IsLoaded { get; private set; }

    /// <summary>Reads what the page shows, by its parameters.</summary>
    protected abstract Task LoadAsync();

    /// <summary>Whether it is read again and again while somebody looks.</summary>
    protected virtual bool IsLive => false;

    /// <summary>Reads what others may have changed; a page with a form leaves alone what is being filled in.</summary>
    protected virtual Task ReloadAsync() => LoadAsync();

    protected override Task OnParametersSetAsync() => ReadAsync();

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender && IsLive)
            _ = FollowAsync(_left.Token);
    }

    protected Task ReadAsync() => TryAsync(LoadAsync);

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        _left.Cancel();
        _left.Dispose();
    }

    private async Task FollowAsync(CancellationToken left)
    {
        using var timer = new PeriodicTimer(Refresh.Period, Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(left))
            {
                await InvokeAsync(async () =>
                {
                    await TryAsync(ReloadAsync);
                    StateHasChanged();
                });
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        catch (ObjectDisposedException)
        {
            // The page was left while it was read.
        }
    }

    private async Task TryAsync(Func<Task> load)
    {
        if (!RendererInfo.IsInteractive)
            return;
        try
        {
            await load();
            (Failure, IsLoaded) = (null, true);
        }
        catch (Exception fault)
        {
            // The page outlives a database that is away; what was shown stays.
            Failure = Saying.Of(fault);
        }
    }

    private protected async Task<Viewer> ViewerAsync() => new(Viewer.NameOf((await SignedIn).User), Address ?? "unknown");
}
