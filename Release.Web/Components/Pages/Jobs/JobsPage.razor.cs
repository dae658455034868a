using System.Globalization;
using Microsoft.AspNetCore.Components;
using Release.Core.Access;
using Release.Core.Storage;
using Release.Data.Queries;

namespace Release.Web.Components.Pages.Jobs;

/// <summary>What runs by itself: for admins, looked at anew while the page is open.</summary>
public sealed partial class JobsPage
{
    private const int MessagesShown = 50;
    private JobsState _state = JobsState.Empty;

    [Inject]
    private PassQueries Passes { get; set; } = null!;

    [Inject]
    private IPassTrigger WakeUps { get; set; } = null!;

    [Inject]
    private OutboxQueries Outbox { get; set; } = null!;

    protected override AccessAction Action => AccessAction.Administer;

    protected override string What => "what the jobs do";

    protected override void Forget() => _state = JobsState.Empty;

    protected override async Task ReadAsync() =>
        _state = new JobsState(await Passes.ListAsync(Gone), await Outbox.LatestAsync(MessagesShown, Gone), await Outbox.CountsAsync(Gone));

    private Task RunNowAsync(PassLine pass) => DoAsync(_ => WakeUps.TriggerAsync(pass.Cell, CancellationToken.None));

    private static string Exact(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
