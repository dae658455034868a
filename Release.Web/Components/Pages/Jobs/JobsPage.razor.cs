using Microsoft.AspNetCore.Components;
using Release.Core.Access;
using Release.Core.Storage;
using Release.Data.Queries;

namespace Release.Web.Components.Pages.Jobs;

/// <summary>Passes and messages, for admins. Refreshes while it is open.</summary>
public sealed partial class JobsPage
{
    private const int MessagesShown = 50;
    private JobsState _state = JobsState.Empty;

    [Inject]
    private PassQueries Passes { get; set; } = null!;

    [Inject]
    private IPassTrigger PassTrigger { get; set; } = null!;

    [Inject]
    private OutboxQueries Outbox { get; set; } = null!;

    protected override AccessAction Action => AccessAction.Administer;

    protected override string What => "the jobs";

    protected override void Forget() => _state = JobsState.Empty;

    protected override async Task ReadAsync() =>
        _state = new JobsState(await Passes.ListAsync(Closed), await Outbox.LatestAsync(MessagesShown, Closed), await Outbox.CountsAsync(Closed));

    private Task RunNowAsync(PassLine pass) => DoAsync(_ => PassTrigger.TriggerAsync(pass.Cell, CancellationToken.None));
}
