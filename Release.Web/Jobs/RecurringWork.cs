using Hangfire;

namespace Release.Web.Jobs;

/// <summary>A recurring job: at start it is added, or given its present times.</summary>
/// <param name="AddTo">Adds it, with its name and its times.</param>
internal sealed record RecurringWork(Action<IRecurringJobManager> AddTo)
{
    /// <summary>Cron with six fields, the first of which are seconds. Where the period does not divide the minute or the hour, the last one of each is shorter.</summary>
    public static string Every(TimeSpan period) => period switch
    {
        { TotalSeconds: < 60 } => $"*/{Math.Max(1, (int)period.TotalSeconds)} * * * * *",
        { TotalMinutes: < 60 } => $"0 */{(int)period.TotalMinutes} * * * *",
        _ => $"0 0 */{Math.Min(23, (int)period.TotalHours)} * * *",
    };
}
