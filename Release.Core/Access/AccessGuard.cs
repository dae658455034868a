using Release.Core.Applications;
using Release.Core.Environments;
using Release.Core.Events;

namespace Release.Core.Access;

/// <summary>
/// Asks <see cref="AccessPolicy"/> and records every refusal in the event log. Pages and API both use it. A person's current
/// role counts, not the role they had when they signed in or opened the page.
/// </summary>
public sealed class AccessGuard(AccessPolicy policy, PersonSessions sessions, MembershipCheck memberships, IEventLog events)
{
    public Task<AccessDecision> DecideAsync(Actor actor, AccessAction action, Cell cell, CancellationToken cancellationToken) =>
        DecideAsync(actor, action, cell.Environment, cell.Application, cancellationToken);

    public async Task<AccessDecision> DecideAsync(
        Actor actor,
        AccessAction action,
        EnvironmentName? environment = null,
        ApplicationName? application = null,
        CancellationToken cancellationToken = default)
    {
        var decision = actor.Session is { } session
            ? await DecideAsync(session, action, environment, cancellationToken)
            : policy.Decide(actor, action, environment);
        if (!decision.Allowed)
        {
            await events.AppendAsync(new ReleaseEvent(EventType.AccessRefused, actor.Name, $"Refused: {decision.Reason}", application, environment), cancellationToken);
        }
        else if (decision.Reservation is { } reservation)
        {
            await events.AppendAsync(new ReleaseEvent(EventType.AccessUnconfirmed, actor.Name, reservation, application, environment), cancellationToken);
        }

        return decision;
    }

    private async Task<AccessDecision> DecideAsync(
        PersonSession session, AccessAction action, EnvironmentName? environment, CancellationToken cancellationToken)
    {
        // Also checked when the stored role is too low: the person may have joined the team a minute ago.
        var unconfirmed = policy.NeedsConfirmation(action, environment)
            ? await memberships.ConfirmAsync(session.PersonId, cancellationToken)
            : null;
        if (await sessions.CurrentAsync(session, cancellationToken) is not { } current)
        {
            return AccessDecision.No("Your session has ended. Sign in again.");
        }

        var decision = policy.Decide(current, action, environment);
        return decision.Allowed && unconfirmed is not null
            ? unconfirmed.StillCounts ? decision with { Reservation = unconfirmed.Reservation } : AccessDecision.No(unconfirmed.Refusal)
            : decision;
    }
}
