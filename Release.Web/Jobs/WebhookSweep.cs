using Microsoft.Extensions.Options;
using Release.Data.Stores;
using Release.Integrations.GitHub.Webhooks;

namespace Release.Web.Jobs;

/// <summary>Forgets webhooks that are old enough.</summary>
internal sealed partial class WebhookSweep(
    WebhookStore store, IOptions<WebhookOptions> options, TimeProvider clock, ILogger<WebhookSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                var count = await store.ForgetAsync(clock.GetUtcNow().AddDays(-options.Value.KeepDays), stoppingToken);
                Log.Forgotten(logger, count);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.SweepFailed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
