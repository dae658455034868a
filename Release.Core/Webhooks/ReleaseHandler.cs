using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Intake;
using Release.Core.Storage;

namespace Release.Core.Webhooks;

/// <summary>
/// Handles a published release: deploys its tag to the first environment, from where it is promoted. A webhook cannot choose
/// another environment. A repeated webhook deploys once, and a late one does not replace a newer version.
/// </summary>
internal sealed class ReleaseHandler(
    IReleaseStore store, DeployIntake intake, EnvironmentOrder environments, WebhookSettings settings)
{
    /// <param name="released">What was published.</param>
    /// <param name="receivedAt">When the webhook arrived. A younger deployment of the version was started by this webhook.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The outcome, in a sentence.</returns>
    public async Task<string> TakeAsync(SourceEvent.Released released, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        if (released.IsDraft || (released.IsPrerelease && !settings.DeployPrereleases))
        {
            return $"{released.Tag} of {released.Repository} is a {(released.IsDraft ? "draft" : "pre-release")}: not deployed.";
        }

        if (!ImageTag.TryParse(released.Tag, out var version))
        {
            return $"The release of {released.Repository} has a tag that no image can have: not deployed. {ImageTag.Rule}";
        }

        var environment = environments.First.Name;
        var found = await FindAsync(released, environment, version, receivedAt, cancellationToken);
        if (found.Application is not { } application)
        {
            return found.Words;
        }

        return await SubmitAsync(new Cell(application, environment), version, released.Login, cancellationToken);
    }

    /// <summary>The application to deploy, or why there is none.</summary>
    private async Task<(ApplicationName? Application, string Words)> FindAsync(
        SourceEvent.Released released, EnvironmentName environment, ImageTag version, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        var fitting = await transaction.FindByRepositoryAsync(released.Repository, cancellationToken);
        if (fitting.Count > 1)
        {
            return (null, $"{fitting.Count} applications have the repository {released.Repository} ({string.Join(", ", fitting.Select(each => each.Name))}): {version} was not deployed. Deploy it by hand where it is wanted.");
        }

        // A new application may have got its file in the configuration repository a moment ago.
        var name = fitting.Count == 1 ? fitting[0].Name : ApplicationName.TryFromRepository(released.Repository, out var segment) ? segment : null;
        if (name is null)
        {
            return (null, $"'{released.Repository}' names no application: not deployed.");
        }

        var cell = new Cell(name, environment);
        var newest = await transaction.NewestOfVersionAsync(cell, version, cancellationToken);
        if (newest is { Trigger: Trigger.Continuous } && newest.CreatedAt >= receivedAt)
        {
            return (null, $"{version} was requested already.");
        }

        return await transaction.NewestDeploymentAsync(cell, cancellationToken) is { Version: var last } && version.ReleaseNumber < last.ReleaseNumber
            ? (null, $"{last}, which is newer than {version}, was already requested for {name} in {environment}: not deployed. Deploy it by hand if it is wanted.")
            : (name, "");
    }

    private async Task<string> SubmitAsync(Cell cell, ImageTag version, string login, CancellationToken cancellationToken)
    {
        var request = new DeployRequest(cell, version, Trigger.Continuous, Promote: true, $"GitHub release by {login}");
        return await intake.SubmitAsync(request, cancellationToken) switch
        {
            IntakeResult.Accepted => $"{cell.Application} {version} goes to {cell.Environment}.",
            IntakeResult.AlreadyUnderWay => $"{cell.Application} {version} is on its way to {cell.Environment} already.",
            IntakeResult.Refused refused => $"{cell.Application} {version} was not deployed: {refused.Reason}",
            _ => throw new InvalidOperationException("There is no such result."),
        };
    }
}

/// <param name="DeployPrereleases">Whether a pre-release sets off continuous deployment too.</param>
public sealed record WebhookSettings(bool DeployPrereleases);
