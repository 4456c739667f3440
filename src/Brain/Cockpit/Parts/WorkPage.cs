using Jinan.IndustryBrain.Brain.Auditing;
using Jinan.IndustryBrain.Screens.Language;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Jinan.IndustryBrain.Brain.Cockpit.Parts;

/// <summary>
/// A page that somebody works on: what it shows stands still until he does something, or comes back. Nothing is read while it
/// is prerendered, so that each look is one.
/// </summary>
public abstract class WorkPage : ComponentBase
{
    /// <summary>The page's language.</summary>
    [CascadingParameter]
    public Texts T { get; set; } = Texts.Chinese;

    [CascadingParameter]
    private Task<AuthenticationState> SignedIn { get; set; } = null!;

    /// <summary>Of the browser, as the gateway saw it when the page was asked for.</summary>
    [CascadingParameter(Name = "Address")]
    private string? Address { get; set; }

    /// <summary>Why the last attempt to read failed; null where it did not.</summary>
    protected string? Failure { get; private set; }

    /// <summary>Whether there is something to show.</summary>
    protected bool IsLoaded { get; private set; }

    /// <summary>Reads what the page shows, by its parameters.</summary>
    protected abstract Task LoadAsync();

    protected override Task OnParametersSetAsync() => ReadAsync();

    protected async Task ReadAsync()
    {
        if (!RendererInfo.IsInteractive)
            return;
        try
        {
            await LoadAsync();
            (Failure, IsLoaded) = (null, true);
        }
        catch (Exception fault)
        {
            // The page outlives a database that is away; what was shown stays.
            Failure = fault.Message;
        }
    }

    private protected async Task<Viewer> ViewerAsync() => new(Viewer.NameOf((await SignedIn).User), Address ?? "unknown");
}
