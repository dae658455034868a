using Hangfire;
using Microsoft.Extensions.Options;
using Release.Data.Stores;
using Release.Integrations.GitHub.Webhooks;

namespace Release.Web.Jobs;

/// <summary>Deletes old webhooks once a day. It runs every hour, so that no day is missed when Release was down at the time.</summary>
internal sealed partial class Retention(
    WebhookStore webhooks, DailyClaims claims, IOptions<WebhookOptions> options, TimeProvider clock, ILogger<Retention> logger)
{
    private const string Name = "retention";

    public static RecurringWork Work { get; } =
        new(recurring => recurring.AddOrUpdate<Retention>(Name, retention => retention.ForgetAsync(CancellationToken.None), "0 7 * * * *"));

    [JobDisplayName("Delete old webhooks")]
    public Task ForgetAsync(CancellationToken cancellationToken) => claims.DoOnceADayAsync(Name, DeleteAsync, cancellationToken);

    private async Task DeleteAsync(CancellationToken cancellationToken)
    {
        var count = await webhooks.ForgetAsync(clock.GetUtcNow().AddDays(-options.Value.KeepDays), cancellationToken);
        Log.Deleted(logger, count);
    }

    private static partial class Log
    {
        [LoggerMessage(6331, LogLevel.Information, "Deleted {Count} old webhooks and workflow runs")]
        public static partial void Deleted(ILogger logger, int count);
    }
}
