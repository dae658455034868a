using System.Globalization;
using Microsoft.AspNetCore.Components;
using Quartz;
using Release.Core.Policies;
using Release.Data.Queries;
using Release.Web.Jobs;

namespace Release.Web.Components.Pages.Jobs;

/// <summary>What runs by itself: for admins, looked at anew while the page is open.</summary>
public sealed partial class JobsPage
{
    private const int MessagesShown = 50;
    private JobsState _state = JobsState.Empty;

    [Inject]
    private IServiceProvider Services { get; set; } = null!;

    [Inject]
    private OutboxQueries Outbox { get; set; } = null!;

    protected override AccessAction Action => AccessAction.Administer;

    protected override string What => "what the jobs do";

    protected override void Forget() => _state = JobsState.Empty;

    protected override async Task ReadAsync()
    {
        var jobs = await Services.GetRequiredService<JobQueries>().ListAsync(Gone);
        _state = new JobsState(jobs, await Outbox.LatestAsync(MessagesShown, Gone), await Outbox.CountsAsync(Gone));
    }

    protected override bool IsTrouble(Exception error) => error is SchedulerException || base.IsTrouble(error);

    private static string Exact(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
