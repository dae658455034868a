using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Commands;
using Release.Core.Environments;
using Release.Core.Failures;
using Release.Core.Sources;

namespace Release.Core.Previews;

/// <summary>Says what a deployment would bring before anybody decides. With GitHub away the rest is said all the same.</summary>
public sealed class DeployPreviews(
    VersionResolver versions, ChangeSetBuilder whatShips, IDeployedCommits deployed, ISourceHost source, ISourceHostStatus status, SourceSettings sources, EnvironmentOrder order)
{
    /// <param name="version">As somebody typed it.</param>
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
            var unknown = new Risk(RiskKind.Unknown, "What it ships is not known, nor what of that is a risk.");
            return new DeployPreview(resolved, null, CheckState.Unknown, [.. Risks.Of(facts), unknown], exception.Message, status.Current);
        }
    }

    /// <summary>What runs there, as the commit that it was when it was deployed: a tag may have moved since.</summary>
    private async Task<VersionPoint?> PresentAsync(BoardRow row, EnvironmentName environment, CancellationToken cancellationToken) =>
        row.Cells.FirstOrDefault(cell => cell.Environment == environment)?.Version is { } version
            ? new VersionPoint(version, await deployed.CommitOfAsync(new Cell(row.Name, environment), version, cancellationToken))
            : null;
}

/// <summary>What a deployment would bring, and what one should know before.</summary>
/// <param name="Resolved">What the version that was typed means.</param>
/// <param name="Changes">Null when GitHub could not be asked, see <paramref name="Trouble"/>.</param>
/// <param name="Risks">Those that are known, also while GitHub is away.</param>
/// <param name="Trouble">Why what it ships is not known, in a sentence; null when it is.</param>
/// <param name="Source">How GitHub was when it could not say; null when it could, or was not asked.</param>
public sealed record DeployPreview(
    ResolvedVersion Resolved, ChangeSet? Changes, CheckState Checks, IReadOnlyList<Risk> Risks, string? Trouble, SourceHostStatus? Source);
