using Release.Core.Events;
using Release.Core.Failures;

namespace Release.Core.Access;

/// <summary>Turns memberships into roles: at sign-in, on a schedule, and before each deployment that needs a deployer.</summary>
public sealed class MembershipCheck(
    IPeople people, ITeamMemberships memberships, RoleMapping roles, SessionSettings settings, TimeProvider clock)
{
    // A person waits for the answer: after this time GitHub counts as unavailable.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>The role that a person's memberships give now.</summary>
    /// <exception cref="OutsideException">GitHub cannot be asked.</exception>
    public async Task<GrantedRole> AskAsync(string login, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var held = await Task.WhenAll(roles.Grants.GroupBy(grant => grant.Members, StringComparer.OrdinalIgnoreCase).Select(async grants =>
                (grants, yes: await memberships.IsActiveMemberAsync(grants.First().Organisation, grants.First().Team, login, limit.Token))));
            return RoleMapping.Combine(held.Where(entry => entry.yes).SelectMany(entry => entry.grants));
        }
        catch (OperationCanceledException late) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new OutsideException($"GitHub did not say within {Patience.TotalSeconds:0} s which teams {login} is in.", FailureKind.Timeout, late);
        }
    }

    /// <summary>Asks GitHub for a known person's memberships and stores the role they give. Returns whether the role changed.</summary>
    /// <exception cref="OutsideException">GitHub cannot be asked; nothing changed.</exception>
    public async Task<bool> RecheckAsync(Person person, CancellationToken cancellationToken)
    {
        // An answer is dated by its question, so that a slow answer does not overwrite a newer one.
        var asked = clock.GetUtcNow();
        var granted = await AskAsync(person.Login, cancellationToken);
        var changed = false;
        await people.ChangeAsync(
            person.Id, null,
            found =>
            {
                if (found.CheckedAt > asked)
                {
                    return [];
                }

                var before = new GrantedRole(found.Role, found.Environments);
                changed = found.Grant(granted.Role, granted.Environments, asked);
                return changed ? [Changed(found.Login, before, granted)] : [];
            },
            cancellationToken);
        return changed;
    }

    /// <summary>
    /// Makes sure that the stored role is what GitHub says now, unless it was checked a moment ago. While GitHub is
    /// unavailable, the last answer counts for the configured grace period.
    /// </summary>
    /// <returns>Null when confirmed; otherwise why not, and whether the last answer still counts.</returns>
    public async Task<StaleMembership?> ConfirmAsync(long personId, CancellationToken cancellationToken)
    {
        if (await people.FindAsync(personId, cancellationToken) is not { } person)
        {
            return null;
        }

        if (clock.GetUtcNow() - person.CheckedAt < settings.Remembered)
        {
            return null;
        }

        try
        {
            await RecheckAsync(person, cancellationToken);
            return null;
        }
        catch (OutsideException away)
        {
            var age = clock.GetUtcNow() - person.CheckedAt;
            return new StaleMembership(away.Message, person.CheckedAt, age <= settings.Grace);
        }
    }

    /// <summary>People who may have a session and whose memberships are due for a check, oldest check first.</summary>
    public async Task<IReadOnlyList<Person>> DueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var signedIn = await people.SignedInSinceAsync(now - settings.Length, cancellationToken);
        return [.. signedIn.Where(person => now - person.CheckedAt >= DueAfter(person)).OrderBy(person => person.CheckedAt)];
    }

    internal static ReleaseEvent Changed(string login, GrantedRole before, GrantedRole after) =>
        new(EventType.RoleChanged, login, $"{login} was {before.Words} and is {after.Words} now, by membership on GitHub");

    /// <summary>Spreads the checks: each person is due up to a tenth earlier, so that not all are due at once.</summary>
    private TimeSpan DueAfter(Person person) => settings.RecheckEvery * (1 - (person.Id % 11 / 100.0));
}

/// <summary>GitHub could not be asked for the memberships, so the stored role is unconfirmed.</summary>
/// <param name="Why">What went wrong.</param>
/// <param name="LastConfirmed">When it last answered.</param>
/// <param name="StillCounts">Whether that answer is within the grace period.</param>
public sealed record StaleMembership(string Why, DateTimeOffset LastConfirmed, bool StillCounts)
{
    private string When => LastConfirmed.UtcDateTime.ToString("d MMM HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>For the event log, when access is allowed.</summary>
    public string Reservation => $"Allowed by the role that GitHub last confirmed on {When}, because GitHub is unavailable now. {Why}";

    /// <summary>For the person, when access is refused.</summary>
    public string Refusal => $"GitHub is unavailable, so your team membership cannot be checked, and its last answer ({When}) is too old. Try again when GitHub is back. {Why}";
}

/// <summary>
/// Who belongs to which organisation and team on GitHub, asked with Release's own credentials. Failures throw
/// <see cref="OutsideException"/>: kind network or timeout for no answer, 5xx and a used-up quota; permission for a refusal.
/// </summary>
public interface ITeamMemberships
{
    /// <param name="organisation">Its login.</param>
    /// <param name="team">The team's slug; null for the organisation itself.</param>
    /// <param name="login">The person's.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether the membership is active; a pending invitation is not (contracts §9).</returns>
    Task<bool> IsActiveMemberAsync(string organisation, string? team, string login, CancellationToken cancellationToken);
}
