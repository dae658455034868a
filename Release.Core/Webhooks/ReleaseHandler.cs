using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Intake;
using Release.Core.Storage;

namespace Release.Core.Webhooks;

/// <summary>
/// A published release begins continuous deployment: its tag goes to the first environment, and on from there. Whatever is
/// in a webhook, it reaches no other environment. Told twice, it begins once; told late, it does not go over a newer one.
/// </summary>
internal sealed class ReleaseHandler(
    IReleaseStore store, DeployIntake intake, EnvironmentOrder environments, WebhookSettings settings)
{
    /// <param name="released">What was published.</param>
    /// <param name="toldAt">When GitHub told: a deployment of it that is younger is the one it began.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What came of it, in a sentence.</returns>
    public async Task<string> TakeAsync(SourceEvent.Released released, DateTimeOffset toldAt, CancellationToken cancellationToken)
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
        var found = await FindAsync(released, environment, version, toldAt, cancellationToken);
        if (found.Application is not { } application)
        {
            return found.Words;
        }

        return await SubmitAsync(new Cell(application, environment), version, released.Login, cancellationToken);
    }

    /// <summary>The application to deploy; or why there is none, in words.</summary>
    private async Task<(ApplicationName? Application, string Words)> FindAsync(
        SourceEvent.Released released, EnvironmentName environment, ImageTag version, DateTimeOffset toldAt, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        var fitting = await transaction.FindByRepositoryAsync(released.Repository, cancellationToken);
        if (fitting.Count > 1)
        {
            return (null, $"{fitting.Count} applications have the repository {released.Repository} ({string.Join(", ", fitting.Select(each => each.Name))}): {version} was not deployed. Deploy it by hand where it is wanted.");
        }

        // An application that was never seen may have its file in the configuration repository since a moment ago.
        var name = fitting.Count == 1 ? fitting[0].Name : ApplicationName.TryFromRepository(released.Repository, out var segment) ? segment : null;
        if (name is null)
        {
            return (null, $"'{released.Repository}' names no application: not deployed.");
        }

        var cell = new Cell(name, environment);
        var newest = await transaction.NewestOfVersionAsync(cell, version, cancellationToken);
        if (newest is { Trigger: Trigger.Continuous } && newest.CreatedAt >= toldAt)
        {
            return (null, $"{version} has been asked for already.");
        }

        return await transaction.NewestDeploymentAsync(cell, cancellationToken) is { Version: var last } && version.ReleaseNumber < last.ReleaseNumber
            ? (null, $"{name} had {last} asked for in {environment} already, which is newer than {version}: not deployed. Deploy it by hand if it is wanted.")
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
