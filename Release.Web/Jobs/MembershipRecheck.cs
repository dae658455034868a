using Hangfire;
using Release.Core.Access;
using Release.Core.Failures;

namespace Release.Web.Jobs;

/// <summary>Regularly asks GitHub for the memberships of everybody who is signed in, so that leaving a team ends its role.</summary>
internal sealed partial class MembershipRecheck(MembershipCheck memberships, ILogger<MembershipRecheck> logger)
{
    private readonly SingleFlight _runs = new();

    /// <summary>Runs more often than a person is due, because people are due at different times.</summary>
    public static RecurringWork Work(SessionSettings settings) => new(recurring => recurring.AddOrUpdate<MembershipRecheck>(
        "memberships", recheck => recheck.LookAsync(CancellationToken.None), RecurringWork.Every(settings.RecheckEvery / 15)));

    [JobDisplayName("Memberships")]
    public Task LookAsync(CancellationToken cancellationToken) => _runs.RunAsync(() => RecheckDueAsync(cancellationToken));

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
            // Further requests would fail too; the remaining people stay due.
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
            // The other people are still checked; this one stays due.
            Log.PersonFailed(logger, person.Login, error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7101, LogLevel.Information, "The memberships of {Login} changed on GitHub, and so did the role.")]
        public static partial void Changed(ILogger logger, string login);

        [LoggerMessage(7102, LogLevel.Warning, "GitHub could not be asked for memberships; roles stay as last confirmed. {Why}")]
        public static partial void Away(ILogger logger, string why);

        [LoggerMessage(7104, LogLevel.Warning, "The memberships of {Login} could not be checked; trying again.")]
        public static partial void PersonFailed(ILogger logger, string login, Exception error);
    }
}
