using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Environments;
using Release.Core.Intake;

namespace Release.Core.Commands;

/// <summary>The door for reports of other systems: deployments that they made, and Argo CD's syncs. Authorises before it acts.</summary>
public sealed class DeploymentReports
{
    private readonly AccessGuard _guard;
    private readonly AccessPolicy _policy;
    private readonly NotificationIntake _notifications;
    private readonly PostSyncIntake _syncs;

    internal DeploymentReports(AccessGuard guard, AccessPolicy policy, NotificationIntake notifications, PostSyncIntake syncs)
    {
        _guard = guard;
        _policy = policy;
        _notifications = notifications;
        _syncs = syncs;
    }

    /// <summary>Records a deployment that others made (contracts §1).</summary>
    /// <param name="actor">Who reports.</param>
    /// <param name="repository">Valid by <see cref="Application.IsRepository"/>. An unknown application is created.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="version">The image's tag.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ReportResult> RecordAsync(
        Actor actor, string repository, EnvironmentName environment, ImageTag version, CancellationToken cancellationToken)
    {
        var decision = await _guard.DecideAsync(actor, AccessAction.Notify, environment, cancellationToken: cancellationToken);
        if (!decision.Allowed)
        {
            return new ReportResult.Forbidden(decision.Reason);
        }

        return await _notifications.RecordAsync(repository, environment, version, actor.Name, cancellationToken) is NotificationResult.Ambiguous
            ? new ReportResult.Ambiguous()
            : new ReportResult.Taken();
    }

    /// <summary>
    /// Takes Argo CD's event that an application has synced (contracts §3). The event names no environment: it counts in those of
    /// the token where that version is synced, and is refused where the version is synced in others only.
    /// </summary>
    public async Task<ReportResult> TakeAsync(Actor actor, PostSyncEvent postSync, CancellationToken cancellationToken)
    {
        var decision = await _guard.DecideAsync(actor, AccessAction.Notify, cancellationToken: cancellationToken);
        if (!decision.Allowed)
        {
            return new ReportResult.Forbidden(decision.Reason);
        }

        var cells = await _syncs.FindCellsAsync(postSync, cancellationToken);
        var allowed = cells.Where(cell => _policy.Decide(actor, AccessAction.Notify, cell.Environment).Allowed).ToArray();
        if (allowed.Length == 0 && cells.Count > 0)
        {
            // Asked through the guard, which records the refusal.
            var refused = await _guard.DecideAsync(actor, AccessAction.Notify, cells[0], cancellationToken);
            return new ReportResult.Forbidden(refused.Reason);
        }

        foreach (var cell in allowed)
        {
            await _syncs.HandleAsync(cell, postSync, actor.Name, cancellationToken);
        }

        return new ReportResult.Taken();
    }
}

/// <summary>The result of a report.</summary>
public abstract record ReportResult
{
    private ReportResult()
    {
    }

    /// <summary>It was taken. A repetition changes nothing.</summary>
    public sealed record Taken : ReportResult;

    /// <summary>Several applications have that repository, so nothing was recorded.</summary>
    public sealed record Ambiguous : ReportResult;

    /// <param name="Reason">What the actor lacks, and who can help.</param>
    public sealed record Forbidden(string Reason) : ReportResult;
}
