using Microsoft.AspNetCore.Components;
using Release.Core.Policies;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Admin;

/// <summary>A page for admins: refuses others in the policy's words, and looks anew while it is open.</summary>
public abstract class AdminPage : ComponentBase, IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource _stop = new();

    [CascadingParameter]
    protected Viewer? Viewer { get; private set; }

    [Inject]
    protected TimeProvider Time { get; private set; } = null!;

    /// <summary>What one must be allowed to see the page.</summary>
    protected abstract AccessAction Action { get; }

    /// <summary>Whether it changes by itself; otherwise it is looked at once, and after each act.</summary>
    protected virtual bool Follows => true;

    /// <summary>Why the viewer is shown nothing; null for who may.</summary>
    protected string? Refusal { get; private set; }

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
        if (firstRender && Follows)
        {
            _ = FollowAsync();
        }
    }

    /// <summary>Reads what the page shows; says what cannot be read.</summary>
    protected abstract Task ReadAsync();

    /// <summary>Drops what was read, when the viewer may no longer see it.</summary>
    protected abstract void Forget();

    protected async Task LookAsync()
    {
        await ReadAsync();
        Now = Time.GetUtcNow();
        Loaded = true;
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
        if (Refusal is null)
        {
            await LookAsync();
            StateHasChanged();
        }
    }
}
