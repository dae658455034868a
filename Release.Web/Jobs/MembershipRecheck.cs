using Hangfire;
using Release.Core.Access;
using Release.Core.Failures;

namespace Release.Web.Jobs;

/// <summary>Asks GitHub again and again what those who are signed in belong to, so that who leaves a team loses its role.</summary>
internal sealed partial class MembershipRecheck(MembershipCheck memberships, ILogger<MembershipRecheck> logger)
{
    private readonly SingleFlight _one = new();

    /// <summary>More often than anybody is due: each has a moment of their own.</summary>
    public static RecurringWork Work(SessionSettings settings) => new(recurring => recurring.AddOrUpdate<MembershipRecheck>(
        "memberships", recheck => recheck.LookAsync(CancellationToken.None), RecurringWork.Every(settings.RecheckEvery / 15)));

    [JobDisplayName("Memberships")]
    public Task LookAsync(CancellationToken cancellationToken) => _one.RunAsync(() => RecheckDueAsync(cancellationToken));

    private async Task RecheckDueAsync(CancellationToken cancellationToken)
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

    private static partial class Log
    {
        [LoggerMessage(7101, LogLevel.Information, "The memberships of {Login} changed on GitHub, and the role with them.")]
        public static partial void Changed(ILogger logger, string login);

        [LoggerMessage(7102, LogLevel.Warning, "Memberships could not be asked for; roles stay as they were last confirmed. {Why}")]
        public static partial void Away(ILogger logger, string why);

        [LoggerMessage(7104, LogLevel.Warning, "The memberships of {Login} could not be looked at; trying again.")]
        public static partial void PersonFailed(ILogger logger, string login, Exception error);
    }
}
