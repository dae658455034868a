using Microsoft.AspNetCore.Components;
using Release.Core.Access;
using Release.Data;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Admin;

/// <summary>A page for admins: refuses others with the policy's reason, refreshes while it is open, and says when it cannot.</summary>
public abstract partial class AdminPage : ComponentBase, IDisposable
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource _stop = new();

    [CascadingParameter]
    protected Viewer? Viewer { get; private set; }

    [Inject]
    protected TimeProvider Clock { get; private set; } = null!;

    [Inject]
    private AccessGuard Guard { get; set; } = null!;

    [Inject]
    private ILogger<AdminPage> Logger { get; set; } = null!;

    /// <summary>The action that a viewer must be allowed.</summary>
    protected abstract AccessAction Action { get; }

    /// <summary>What the page shows, as in <c>Couldn't read …</c></summary>
    protected abstract string What { get; }

    /// <summary>Whether the page refreshes by itself, or only when opened and after each action.</summary>
    protected virtual bool Follows => true;

    /// <summary>Why the viewer may not see the page; null when they may.</summary>
    protected string? Refusal { get; private set; }

    /// <summary>Why the page shows old data; null when it does not.</summary>
    protected string? Problem { get; private set; }

    /// <summary>Why the last action was not done; null when it was.</summary>
    protected string? Refused { get; set; }

    /// <summary>Whether an action is running.</summary>
    protected bool Busy { get; private set; }

    /// <summary>Whether the data was read at least once.</summary>
    protected bool Loaded { get; private set; }

    /// <summary>When the data was last read.</summary>
    protected DateTimeOffset Now { get; private set; }

    /// <summary>Cancelled when the page closes.</summary>
    protected CancellationToken Closed => _stop.Token;

    public void Dispose()
    {
        _stop.Cancel();
        GC.SuppressFinalize(this);
    }

    protected override async Task OnParametersSetAsync()
    {
        var decision = Viewer?.May(Action) ?? AccessDecision.No("Sign in to see this page.");
        Refusal = decision.Allowed ? null : decision.Reason;
        if (decision.Allowed)
        {
            await RefreshAsync();
        }
        else
        {
            Forget();
        }
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ = FollowAsync();
        }
    }

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task ReadAsync();

    /// <summary>Clears the data when the viewer may no longer see it.</summary>
    protected abstract void Forget();

    /// <summary>Whether an error of <see cref="ReadAsync"/> is temporary.</summary>
    protected virtual bool IsTemporary(Exception error) => DatabaseTrouble.Is(error);

    /// <summary>Runs an action for the viewer, if they are allowed, and refreshes the page.</summary>
    protected async Task DoAsync(Func<Actor, Task> action)
    {
        if (Busy || Viewer is not { Actor: var actor })
        {
            return;
        }

        Busy = true;
        Refused = null;
        try
        {
            // The role may have changed since the page was opened, so it is checked again; a refusal is recorded.
            var decision = await Guard.DecideAsync(actor, Action);
            if (decision.Allowed)
            {
                await action(actor);
                await RefreshAsync();
            }
            else
            {
                Refused = decision.Reason;
            }
        }
        catch (Exception error) when (IsTemporary(error))
        {
            Log.NotDone(Logger, What, error);
            Refused = "The database did not answer in time, so this may not have been done. Check the list, then try again.";
        }
        finally
        {
            Busy = false;
        }
    }

    private async Task RefreshAsync()
    {
        try
        {
            await ReadAsync();
            Problem = null;
            Loaded = true;
        }
        catch (Exception error) when (IsTemporary(error))
        {
            if (Problem is null)
            {
                Log.CannotRead(Logger, What, error);
            }

            // The database client's message can name hosts and users, so only the log gets it.
            Problem = $"Couldn't read {What}; this page tries again by itself.";
        }

        Now = Clock.GetUtcNow();
    }

    private async Task FollowAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(RefreshInterval, Clock);
            while (await timer.WaitForNextTickAsync(Closed))
            {
                await InvokeAsync(RefreshAgainAsync);
            }
        }
        catch (OperationCanceledException) when (Closed.IsCancellationRequested)
        {
            // The page is closed.
            return;
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private async Task RefreshAgainAsync()
    {
        if (Refusal is null && (Follows || Problem is not null))
        {
            await RefreshAsync();
            StateHasChanged();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7201, LogLevel.Warning, "An admin page could not read {What}; trying again.")]
        public static partial void CannotRead(ILogger logger, string what, Exception error);

        [LoggerMessage(7202, LogLevel.Warning, "An action on the page of {What} may not have been done.")]
        public static partial void NotDone(ILogger logger, string what, Exception error);
    }
}
