using Microsoft.AspNetCore.Components;
using Release.Sandbox.World;

namespace Release.Sandbox.Pages;

/// <summary>What every part of the page has: the world it changes, one thing at a time, and a look whether a script changed it too.</summary>
public abstract class SandboxPart : ComponentBase, IDisposable
{
    // Scripts change the sandbox too, and it tells nobody; looking costs nothing.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly HashSet<object> _busy = [];
    private IReadOnlyList<object> _shown = [];
    private ITimer? _timer;

    [Inject]
    private protected SandboxWorld World { get; set; } = null!;

    [Inject]
    private protected TimeProvider Clock { get; set; } = null!;

    /// <summary>Why the last thing was not done; null when it was.</summary>
    protected string? Problem { get; set; }

    public virtual void Dispose()
    {
        _timer?.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async Task OnInitializedAsync()
    {
        _shown = await LookAsync();
        if (RendererInfo.IsInteractive)
        {
            _timer = Clock.CreateTimer(_ => _ = InvokeAsync(LookAgainAsync), null, LookAgain, LookAgain);
        }
    }

    /// <summary>What one sees of the world now, to be compared with what one saw; the part is drawn again when it differs.</summary>
    protected virtual Task<IReadOnlyList<object>> LookAsync() => Task.FromResult(Look());

    /// <summary>The same, of what is at hand.</summary>
    protected virtual IReadOnlyList<object> Look() => [];

    protected bool IsBusy(object thing) => _busy.Contains(thing);

    /// <summary>Does it, unless the same is being done already.</summary>
    /// <param name="thing">What it is done to.</param>
    /// <param name="explain">Puts what went wrong in words, with the remedy.</param>
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
            if (!shown.SequenceEqual(_shown))
            {
                _shown = shown;
                StateHasChanged();
            }
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    }
}
