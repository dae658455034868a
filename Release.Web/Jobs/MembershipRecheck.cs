using Release.Core.Policies;
using Release.Core.Ports;

namespace Release.Web.Jobs;

/// <summary>Asks GitHub again and again what those who are signed in belong to, so that who leaves a team loses its role.</summary>
internal sealed partial class MembershipRecheck(MembershipCheck memberships, SessionSettings settings, TimeProvider clock, ILogger<MembershipRecheck> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Looked at more often than anybody is due: each has a moment of their own.
        var between = settings.RecheckEvery / 15 < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : settings.RecheckEvery / 15;
        using var timer = new PeriodicTimer(between, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var person in await memberships.DueAsync(cancellationToken))
            {
                await RecheckAsync(person, cancellationToken);
            }
        }
        catch (OutsideException away)
        {
            // The others would get the same answer; they stay due.
            Log.Away(logger, away.Message);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Failed(logger, error);
        }
    }

    private async Task RecheckAsync(Person person, CancellationToken cancellationToken)
    {
        try
        {
            if (await memberships.RecheckAsync(person, cancellationToken))
            {
                Log.Changed(logger, person.Login);
            }
        }
        catch (Exception error) when (error is not OutsideException && !cancellationToken.IsCancellationRequested)
        {
            // One person's trouble is not the others'; this one stays due.
            Log.PersonFailed(logger, person.Login, error);
        }
    }
}
