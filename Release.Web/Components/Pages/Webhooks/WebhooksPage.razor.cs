using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Release.Core.Policies;
using Release.Data.Queries;
using Release.Data.Stores;
using Release.Integrations.GitHub;
using Release.Web.Hosting;

namespace Release.Web.Components.Pages.Webhooks;

/// <summary>What GitHub told and what came of it: for admins, looked at anew while the page is open.</summary>
public sealed partial class WebhooksPage
{
    private const int Shown = 100;
    private WebhooksState _state = WebhooksState.Empty;
    private string? _problem;
    private string? _refused;
    private bool _isSetUp;

    [Inject]
    private WebhookQueries Queries { get; set; } = null!;

    [Inject]
    private WebhookStore Store { get; set; } = null!;

    [Inject]
    private IOptionsMonitor<GitHubOptions> GitHub { get; set; } = null!;

    [Inject]
    private AccessGuard Guard { get; set; } = null!;

    protected override AccessAction Action => AccessAction.Administer;

    protected override void Forget() => _state = WebhooksState.Empty;

    protected override async Task ReadAsync()
    {
        try
        {
            _isSetUp = GitHub.CurrentValue.WebhookSecret.Length > 0;
            _state = new WebhooksState(await Queries.LatestAsync(null, Shown, Gone), await Queries.CountsAsync(Gone));
            _problem = null;
        }
        catch (DbException error)
        {
            _problem = $"Couldn't read the webhooks; trying again by itself. {error.Message}";
        }
    }

    private async Task WorkAgainAsync(WebhookLine line)
    {
        if (Viewer is null)
        {
            return;
        }

        var decision = await Guard.DecideAsync(Viewer.Actor, AccessAction.Administer, cancellationToken: Gone);
        _refused = decision.Allowed ? null : decision.Reason;
        if (!decision.Allowed)
        {
            return;
        }

        await Store.WorkAgainAsync(line.Sequence, Gone);
        await LookAsync();
    }
}
