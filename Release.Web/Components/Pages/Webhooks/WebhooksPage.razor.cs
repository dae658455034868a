using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Release.Core.Access;
using Release.Data.Queries;
using Release.Data.Stores;
using Release.Integrations.GitHub.Client;

namespace Release.Web.Components.Pages.Webhooks;

/// <summary>GitHub's webhooks and their results, for admins. Refreshes while it is open.</summary>
public sealed partial class WebhooksPage
{
    private const int Shown = 100;
    private WebhooksState _state = WebhooksState.Empty;
    private bool _isSetUp;

    [Inject]
    private WebhookQueries Queries { get; set; } = null!;

    [Inject]
    private WebhookStore Store { get; set; } = null!;

    [Inject]
    private IOptionsMonitor<GitHubOptions> GitHub { get; set; } = null!;

    protected override AccessAction Action => AccessAction.Administer;

    protected override string What => "the webhooks";

    protected override void Forget() => _state = WebhooksState.Empty;

    protected override async Task ReadAsync()
    {
        _isSetUp = GitHub.CurrentValue.WebhookSecret.Length > 0;
        _state = new WebhooksState(await Queries.LatestAsync(null, Shown, Closed), await Queries.CountsAsync(Closed));
    }

    private Task WorkAgainAsync(WebhookLine line) => DoAsync(_ => Store.WorkAgainAsync(line.Sequence, CancellationToken.None));
}
