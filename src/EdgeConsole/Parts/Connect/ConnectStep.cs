using Jinan.IndustryBrain.EdgeConsole.Edge;
using Jinan.IndustryBrain.Screens.Language;
using Microsoft.AspNetCore.Components;

namespace Jinan.IndustryBrain.EdgeConsole.Parts.Connect;

/// <summary>A step of connecting a server: it asks the collector on somebody's word, and shows what failed.</summary>
public abstract class ConnectStep : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();

    [Parameter, EditorRequired]
    public ConnectWalk Walk { get; set; } = null!;

    [CascadingParameter]
    public Texts T { get; set; } = Texts.Chinese;

    /// <summary>Something is being asked.</summary>
    protected bool IsBusy { get; private set; }

    /// <summary>Why the last question failed; null where it did not.</summary>
    protected ConnectingException? Failure { get; private set; }

    /// <summary>Ends with the page.</summary>
    protected CancellationToken Gone => _gone.Token;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    /// <summary>Asks, one question at a time.</summary>
    protected async Task AskAsync(Func<CancellationToken, Task> ask)
    {
        ArgumentNullException.ThrowIfNull(ask);
        if (IsBusy)
            return;
        (IsBusy, Failure) = (true, null);
        try
        {
            await ask(Gone);
        }
        catch (ConnectingException failure)
        {
            Failure = failure;
            if (failure.IsSessionGone && Walk.Session is not null)
                Walk.LostSession();
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The page was left.
        }
        finally
        {
            IsBusy = false;
        }
    }
}
