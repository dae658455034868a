using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Quartz;
using Release.Core.Policies;
using Release.Data.Queries;
using Release.Web.Components.Shared;
using Release.Web.Jobs;

namespace Release.Web.Components.Pages.Jobs;

/// <summary>What runs by itself: for admins, looked at anew while the page is open.</summary>
public sealed partial class JobsPage
{
    private const int MessagesShown = 50;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private JobsState _state = JobsState.Empty;
    private DateTimeOffset _now;
    private string? _refusal;
    private string? _problem;
    private bool _loaded;

    [CascadingParameter]
    private Viewer? Viewer { get; set; }

    [Inject]
    private IServiceProvider Services { get; set; } = null!;

    [Inject]
    private OutboxQueries Outbox { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    public void Dispose() => _stop.Cancel();

    protected override async Task OnParametersSetAsync()
    {
        var decision = Viewer?.May(AccessAction.Administer) ?? AccessDecision.No("Sign in to see this.");
        _refusal = decision.Allowed ? null : decision.Reason;
        if (decision.Allowed)
        {
            await LookAsync();
        }
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender && _refusal is null)
        {
            _ = FollowAsync();
        }
    }

    private async Task FollowAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(LookAgain, Time);
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await InvokeAsync(async () =>
                {
                    await LookAsync();
                    StateHasChanged();
                });
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The page is gone.
            return;
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private async Task LookAsync()
    {
        try
        {
            var jobs = await Services.GetRequiredService<JobQueries>().ListAsync(_stop.Token);
            _state = new JobsState(jobs, await Outbox.LatestAsync(MessagesShown, _stop.Token), await Outbox.CountsAsync(_stop.Token));
            _problem = null;
        }
        catch (Exception error) when (error is SchedulerException or DbException)
        {
            _problem = $"Couldn't ask the scheduler; trying again by itself. {error.Message}";
        }

        _now = Time.GetUtcNow();
        _loaded = true;
    }

    private static string Exact(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
