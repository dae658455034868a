using Hangfire;
using Microsoft.Extensions.Options;
using Release.Data.Stores;
using Release.Integrations.GitHub.Webhooks;

namespace Release.Web.Jobs;

/// <summary>Forgets, once a day, webhooks that are old enough. Looked at each hour, so that a day is not missed when Release was down at its time.</summary>
internal sealed partial class Retention(
    WebhookStore webhooks, DailyClaims claims, IOptions<WebhookOptions> options, TimeProvider clock, ILogger<Retention> logger)
{
    private const string Name = "retention";

    public static RecurringWork Work { get; } =
        new(recurring => recurring.AddOrUpdate<Retention>(Name, retention => retention.ForgetAsync(CancellationToken.None), "0 7 * * * *"));

    [JobDisplayName("Forget what is old")]
    public Task ForgetAsync(CancellationToken cancellationToken) => claims.DoOnceADayAsync(Name, DoAsync, cancellationToken);

    private async Task DoAsync(CancellationToken cancellationToken)
    {
        var count = await webhooks.ForgetAsync(clock.GetUtcNow().AddDays(-options.Value.KeepDays), cancellationToken);
        Log.Forgotten(logger, count);
    }

    private static partial class Log
    {
        [LoggerMessage(6331, LogLevel.Information, "{Count} old webhooks and workflow runs are forgotten")]
        public static partial void Forgotten(ILogger logger, int count);
    }
}
