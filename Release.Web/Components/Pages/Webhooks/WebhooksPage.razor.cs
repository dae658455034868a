using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Release.Core.Policies;
using Release.Data.Queries;
using Release.Data.Stores;
using Release.Integrations.GitHub;
using Release.Web.Components.Shared;
using Release.Web.Hosting;

namespace Release.Web.Components.Pages.Webhooks;

/// <summary>What GitHub told and what came of it: for admins, looked at anew while the page is open.</summary>
public sealed partial class WebhooksPage
{
    private const int Shown = 100;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private WebhooksState _state = WebhooksState.Empty;
    private DateTimeOffset _now;
    private string? _refusal;
    private string? _problem;
    private bool _loaded;
    private bool _isSetUp;

    [CascadingParameter]
    private Viewer? Viewer { get; set; }

    [Inject]
    private WebhookQueries Queries { get; set; } = null!;

    [Inject]
    private WebhookStore Store { get; set; } = null!;

    [Inject]
    private IOptionsMonitor<GitHubOptions> GitHub { get; set; } = null!;

    [Inject]
    private AccessGuard Guard { get; set; } = null!;

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
            _isSetUp = GitHub.CurrentValue.WebhookSecret.Length > 0;
            _state = new WebhooksState(await Queries.LatestAsync(null, Shown, _stop.Token), await Queries.CountsAsync(_stop.Token));
            _problem = null;
        }
        catch (DbException error)
        {
            _problem = $"Couldn't read the webhooks; trying again by itself. {error.Message}";
        }

        _now = Time.GetUtcNow();
        _loaded = true;
    }

    private async Task WorkAgainAsync(WebhookLine line)
    {
        if (Viewer is null)
        {
            return;
        }

        var decision = await Guard.DecideAsync(Viewer.Actor, AccessAction.Administer, cancellationToken: _stop.Token);
        if (!decision.Allowed)
        {
            _problem = decision.Reason;
            return;
        }

        await Store.WorkAgainAsync(line.Sequence, _stop.Token);
        await LookAsync();
    }
}
