using System.Collections.Concurrent;
using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Environments;
using Release.Core.Failures;
using Release.Core.Sources;

namespace Release.Core.Previews;

/// <summary>Reads an application's commit log.</summary>
public sealed class CommitLogs(SourceOverviews overviews, ChangeSetBuilder whatShips, IDeployedCommits deployed, SourceSettings sources)
{
    private const int MostKnown = 20_000;

    // For a log shown without GitHub: versions deployed before Release recorded commits, and not among the overview's tags.
    private readonly ConcurrentDictionary<(SourceRepository Repository, ImageTag Version), CommitSha> _known = new();

    /// <summary>Null when the owner of its repository is not known.</summary>
    public async Task<CommitLog?> FindAsync(BoardRow row, CancellationToken cancellationToken)
    {
        if (sources.RepositoryOf(row.Repository) is not { } repository)
        {
            return null;
        }

        var seen = await overviews.FindAsync(repository, cancellationToken);
        var places = new List<CommitPlace>();
        foreach (var cell in row.Cells.Where(cell => cell.Version is not null))
        {
            var version = cell.Version!;
            var commit = await deployed.CommitOfAsync(new Cell(row.Name, cell.Environment), version, cancellationToken)
                ?? seen.Overview?.Tags.FirstOrDefault(tag => tag.Name == version.Value)?.Sha
                ?? VersionCommit.Of(version)
                ?? (seen is { Trouble: null } ? await CommitOfAsync(repository, version, cancellationToken) : _known.GetValueOrDefault((repository, version)));
            places.Add(new CommitPlace(cell.Environment, version, commit));
        }

        return new CommitLog(repository, seen, places);
    }

    private async Task<CommitSha?> CommitOfAsync(SourceRepository repository, ImageTag version, CancellationToken cancellationToken)
    {
        try
        {
            var commit = await whatShips.CommitOfAsync(repository, new VersionPoint(version), cancellationToken);
            if (commit is not null)
            {
                Keep(repository, version, commit);
            }

            return commit;
        }
        catch (OutsideException)
        {
            // Show the log without this mark.
            return _known.GetValueOrDefault((repository, version));
        }
    }

    private void Keep(SourceRepository repository, ImageTag version, CommitSha commit)
    {
        if (_known.Count >= MostKnown)
        {
            _known.Clear();
        }

        _known[(repository, version)] = commit;
    }
}

/// <summary>An application's newest commits, and where each environment is among them.</summary>
/// <param name="Seen">The overview, possibly from the cache.</param>
/// <param name="Places">One per environment that has a version.</param>
public sealed record CommitLog(SourceRepository Repository, CachedOverview Seen, IReadOnlyList<CommitPlace> Places);

/// <summary>Where an environment is in the history.</summary>
/// <param name="Commit">Null when the version's commit is not known.</param>
public sealed record CommitPlace(EnvironmentName Environment, ImageTag Version, CommitSha? Commit);
