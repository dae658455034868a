using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Storage;

namespace Release.Core.Intake;

/// <summary>
/// Handles Argo CD's post-sync events (contracts §3). An event does not name its environment, so it applies to every
/// environment whose Argo CD application of that name has that image tag. If a deployment of that version is under way, the
/// event only brings its next pass forward. If the version came from a commit that Release did not make, a deployment
/// begins: its first steps find nothing to do, then smoke tests and promotion run as usual.
/// </summary>
internal sealed class PostSyncIntake(
    IReleaseStore store, ISyncController syncController, DeployIntake intake, IPassTrigger passTrigger, EnvironmentOrder environments)
{
    private const string Succeeded = "Succeeded";

    /// <summary>The cells that an event applies to; none if the sync did not succeed.</summary>
    public async Task<IReadOnlyList<Cell>> FindCellsAsync(PostSyncEvent postSync, CancellationToken cancellationToken)
    {
        var cells = new List<Cell>();
        if (!string.Equals(postSync.State, Succeeded, StringComparison.Ordinal))
        {
            return cells;
        }

        foreach (var environment in environments.All.Where(environment => environment.Mode is EnvironmentMode.Orchestrate))
        {
            var cell = new Cell(postSync.RepoName, environment.Name);
            if (await IsSyncedThereAsync(cell, postSync, cancellationToken))
            {
                cells.Add(cell);
            }
        }

        return cells;
    }

    public async Task HandleAsync(Cell cell, PostSyncEvent postSync, string requestedBy, CancellationToken cancellationToken)
    {
        var newest = await NewestAsync(cell, cancellationToken);
        if (newest is null)
        {
            // Argo CD announces every application when it starts; a version from before Release was adopted is not a new deployment.
            return;
        }

        if (newest.Version == postSync.ImageTag)
        {
            if (newest.IsActive)
            {
                await passTrigger.TriggerAsync(cell, cancellationToken);
            }

            return;
        }

        var isDraft = postSync.Application.StartsWith("draft-", StringComparison.Ordinal);
        if (newest.IsActive || isDraft)
        {
            // Argo CD is still on the previous version, or this is the draft, whose live application sends its own event.
            return;
        }

        var request = new DeployRequest(
            cell, postSync.ImageTag, Trigger.External, postSync.PromoteDeployment && postSync.AutomaticDeploysEnabled, requestedBy, "Argo CD synced a version that Release did not deploy");
        await intake.SubmitAsync(request, cancellationToken);
    }

    private async Task<bool> IsSyncedThereAsync(Cell cell, PostSyncEvent postSync, CancellationToken cancellationToken)
    {
        var applications = await syncController.FindAsync(cell, cancellationToken);
        return applications.Any(application => application.Name == postSync.Application && application.ImageTag == postSync.ImageTag);
    }

    private async Task<Deployment?> NewestAsync(Cell cell, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        return await transaction.NewestDeploymentAsync(cell, cancellationToken);
    }
}

/// <summary>Argo CD's event that an application has synced and is healthy (contracts §3).</summary>
/// <param name="Application">The Argo CD application, for example <c>draft-frontend</c>.</param>
/// <param name="State">The operation's phase.</param>
public sealed record PostSyncEvent(
    string Application,
    string State,
    ApplicationName RepoName,
    ImageTag ImageTag,
    bool PromoteDeployment,
    bool AutomaticDeploysEnabled);
