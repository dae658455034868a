using Microsoft.AspNetCore.Components;
using Release.Core.Access;
using Release.Data;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Admin;

/// <summary>A page for admins: refuses others in the policy's words, looks anew while it is open, and says when it cannot.</summary>
public abstract partial class AdminPage : ComponentBase, IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource _stop = new();

    [CascadingParameter]
    protected Viewer? Viewer { get; private set; }

    [Inject]
    protected TimeProvider Time { get; private set; } = null!;

    [Inject]
    private AccessGuard Guard { get; set; } = null!;

    [Inject]
    private ILogger<AdminPage> Logger { get; set; } = null!;

    /// <summary>What one must be allowed to see the page.</summary>
    protected abstract AccessAction Action { get; }

    /// <summary>What the page reads, in words: <c>Couldn't read …</c></summary>
    protected abstract string What { get; }

    /// <summary>Whether it changes by itself; otherwise it is looked at once, and after each act.</summary>
    protected virtual bool Follows => true;

    /// <summary>Why the viewer is shown nothing; null for who may.</summary>
    protected string? Refusal { get; private set; }

    /// <summary>Why what is shown is not of now; null when it is.</summary>
    protected string? Problem { get; private set; }

    /// <summary>Why what was asked for last was not done; null when it was.</summary>
    protected string? Refused { get; set; }

    /// <summary>Whether something that was asked for is being done.</summary>
    protected bool Busy { get; private set; }

    /// <summary>Whether there was a look; before, an empty list says nothing.</summary>
    protected bool Loaded { get; private set; }

    /// <summary>When the last look was.</summary>
    protected DateTimeOffset Now { get; private set; }

    /// <summary>Ends with the page.</summary>
    protected CancellationToken Gone => _stop.Token;

    public void Dispose()
    {
        _stop.Cancel();
        GC.SuppressFinalize(this);
    }

    protected override async Task OnParametersSetAsync()
    {
        var decision = Viewer?.May(Action) ?? AccessDecision.No("Sign in to see this.");
        Refusal = decision.Allowed ? null : decision.Reason;
        if (decision.Allowed)
        {
            await LookAsync();
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

    /// <summary>Drops what was read, when the viewer may no longer see it.</summary>
    protected abstract void Forget();

    /// <summary>Whether an error of <see cref="ReadAsync"/> may pass by itself.</summary>
    protected virtual bool IsTrouble(Exception error) => DatabaseTrouble.Is(error);

    /// <summary>Does something for who looks at the page, if they may, and shows what came of it.</summary>
    protected async Task DoAsync(Func<Actor, Task> what)
    {
        if (Busy || Viewer is not { Actor: var actor })
        {
            return;
        }

        Busy = true;
        Refused = null;
        try
        {
            // The page may have been open since before a role was taken away: asked again, and audited when refused.
            var decision = await Guard.DecideAsync(actor, Action);
            if (decision.Allowed)
            {
                await what(actor);
                await LookAsync();
            }
            else
            {
                Refused = decision.Reason;
            }
        }
        catch (Exception error) when (IsTrouble(error))
        {
            Log.NotDone(Logger, What, error);
            Refused = "The database did not answer in time, so this may not have been done. Look, then try again.";
        }
        finally
        {
            Busy = false;
        }
    }

    private async Task LookAsync()
    {
        try
        {
            await ReadAsync();
            Problem = null;
            Loaded = true;
        }
        catch (Exception error) when (IsTrouble(error))
        {
            if (Problem is null)
            {
                Log.CannotRead(Logger, What, error);
            }

            // What a database's client says may name hosts and users.
            Problem = $"Couldn't read {What}; trying again by itself.";
        }

        Now = Time.GetUtcNow();
    }

    private async Task FollowAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(LookAgain, Time);
            while (await timer.WaitForNextTickAsync(Gone))
            {
                await InvokeAsync(LookAgainAsync);
            }
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            // The page is gone.
            return;
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private async Task LookAgainAsync()
    {
        if (Refusal is null && (Follows || Problem is not null))
        {
            await LookAsync();
            StateHasChanged();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7201, LogLevel.Warning, "A page could not read {What}; trying again.")]
        public static partial void CannotRead(ILogger logger, string what, Exception error);

        [LoggerMessage(7202, LogLevel.Warning, "What was asked for on the page of {What} was perhaps not done.")]
        public static partial void NotDone(ILogger logger, string what, Exception error);
    }
}
