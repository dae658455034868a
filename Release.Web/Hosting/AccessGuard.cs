using Release.Core.Applications;
using Release.Core.Live;
using Release.Core.Policies;
using Release.Core.Ports;

namespace Release.Web.Hosting;

/// <summary>Asks <see cref="AccessPolicy"/>, and puts every refusal into the event log: pages and API both come through here.</summary>
public sealed class AccessGuard(AccessPolicy policy, IReleaseStore store)
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
        var decision = policy.Decide(actor, action, environment);
        if (!decision.Allowed)
        {
            await using var transaction = await store.BeginAsync(cancellationToken);
            transaction.Append(new ReleaseEvent(EventType.AccessRefused, actor.Name, $"Refused: {decision.Reason}", application, environment));
            await transaction.CommitAsync(cancellationToken);
        }

        return decision;
    }
}
