using Microsoft.AspNetCore.Components;
using Release.Sandbox.Git;
using Release.Sandbox.World;

namespace Release.Sandbox.Pages;

/// <summary>Base of the page's parts: runs one change at a time, and notices changes that scripts make.</summary>
public abstract class SandboxPart : ComponentBase, IDisposable
{
    // Scripts change the sandbox as well, without an event; polling is cheap.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly HashSet<object> _busy = [];
    private IReadOnlyList<object> _shown = [];
    private bool _isUnreadable;
    private ITimer? _timer;

    [Inject]
    private protected SandboxWorld World { get; set; } = null!;

    [Inject]
    private protected TimeProvider Clock { get; set; } = null!;

    /// <summary>Why the last change failed or the present could not be read; null if both succeeded.</summary>
    protected string? Problem { get; set; }

    public virtual void Dispose()
    {
        _timer?.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async Task OnInitializedAsync()
    {
        await LookAgainAsync();
        _timer = Clock.CreateTimer(_ => _ = InvokeAsync(LookAgainAsync), null, LookAgain, LookAgain);
    }

    /// <summary>A snapshot of what the part shows; the part is rendered again when it differs.</summary>
    protected virtual Task<IReadOnlyList<object>> LookAsync() => Task.FromResult(Look());

    /// <summary>The same, of what is at hand.</summary>
    protected virtual IReadOnlyList<object> Look() => [];

    protected bool IsBusy(object thing) => _busy.Contains(thing);

    /// <summary>Runs a change, unless the same change is running.</summary>
    /// <param name="thing">What is changed.</param>
    /// <param name="explain">Makes a sentence with the remedy from an error.</param>
    /// <returns>Why it was not done, as <see cref="Problem"/> then says too; null when it was.</returns>
    protected async Task<string?> DoAsync(object thing, Func<Task> what, Func<string, string>? explain = null)
    {
        if (!_busy.Add(thing))
        {
            return null;
        }

        string? problem = null;
        try
        {
            await what();
        }
        catch (Exception error) when (explain is not null && error is IOException or HttpRequestException or InvalidOperationException)
        {
            problem = explain!(error.Message);
        }
        finally
        {
            _busy.Remove(thing);
        }

        return Problem = problem;
    }

    private async Task LookAgainAsync()
    {
        try
        {
            var shown = await LookAsync();
            if (_isUnreadable || !shown.SequenceEqual(_shown))
            {
                Problem = _isUnreadable ? null : Problem;
                (_shown, _isUnreadable) = (shown, false);
                StateHasChanged();
            }
        }
        catch (Exception error) when (error is GitFailedException or IOException)
        {
            Problem = $"The sandbox's repositories could not be read: {error.Message} What is shown may be out of date; it is read again each second.";
            _isUnreadable = true;
            StateHasChanged();
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    }
}
