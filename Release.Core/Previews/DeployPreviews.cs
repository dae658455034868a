using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Commands;
using Release.Core.Environments;
using Release.Core.Failures;
using Release.Core.Sources;

namespace Release.Core.Previews;

/// <summary>Previews a deployment: its changes and risks. Without GitHub it shows the rest.</summary>
public sealed class DeployPreviews(
    VersionResolver versions, ChangeSetBuilder whatShips, IDeployedCommits deployed, ISourceHost source, ISourceHostStatus status, SourceSettings sources, EnvironmentOrder order)
{
    /// <param name="version">The version as typed.</param>
    /// <param name="actor">The login of who asks.</param>
    public async Task<DeployPreview> OfAsync(BoardRow row, EnvironmentName environment, string version, string? actor, CancellationToken cancellationToken)
    {
        var resolved = await versions.ResolveAsync(row.Name, version, cancellationToken);
        var facts = new RiskFacts(row, order, environment, null) { Actor = actor, Sources = sources };
        if (resolved is not ResolvedVersion.Found found)
        {
            var reason = resolved is ResolvedVersion.Away away ? away.Reason : null;
            return new DeployPreview(resolved, null, CheckState.Unknown, Risks.Of(facts), reason, reason is null ? null : status.Current);
        }

        facts = facts with { Version = found.Version, ImageExists = found.ImageExists };
        if (sources.RepositoryOf(row.Repository) is not { } repository)
        {
            return new DeployPreview(resolved, null, CheckState.Unknown, Risks.Of(facts), $"The owner of {row.Repository} on GitHub is not known.", null);
        }

        try
        {
            var changes = await whatShips.BetweenAsync(repository, await PresentAsync(row, environment, cancellationToken), new VersionPoint(found.Version, found.Commit), cancellationToken);
            var checks = changes.Head is { } head ? await source.ChecksAsync(repository, head, cancellationToken) : CheckState.Unknown;
            return new DeployPreview(resolved, changes, checks, Risks.Of(facts with { Changes = changes, Checks = checks }), null, null);
        }
        catch (OutsideException exception)
        {
            var unknown = new Risk(RiskKind.Unknown, "The changes and their risks are not known.");
            return new DeployPreview(resolved, null, CheckState.Unknown, [.. Risks.Of(facts), unknown], exception.Message, status.Current);
        }
    }

    /// <summary>The running version with its commit at deployment, because a tag may have moved since.</summary>
    private async Task<VersionPoint?> PresentAsync(BoardRow row, EnvironmentName environment, CancellationToken cancellationToken) =>
        row.Cells.FirstOrDefault(cell => cell.Environment == environment)?.Version is { } version
            ? new VersionPoint(version, await deployed.CommitOfAsync(new Cell(row.Name, environment), version, cancellationToken))
            : null;
}

/// <summary>A preview of a deployment: its changes and risks.</summary>
/// <param name="Resolved">The resolved version.</param>
/// <param name="Changes">Null when GitHub could not be asked, see <paramref name="Trouble"/>.</param>
/// <param name="Risks">The known risks; some are known without GitHub.</param>
/// <param name="Trouble">Why the changes are not known, in a sentence; null when they are.</param>
/// <param name="Source">GitHub's status when it did not answer; null when it did or was not asked.</param>
public sealed record DeployPreview(
    ResolvedVersion Resolved, ChangeSet? Changes, CheckState Checks, IReadOnlyList<Risk> Risks, string? Trouble, SourceHostStatus? Source);
