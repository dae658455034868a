using Release.Core.Live;
using Release.Core.Ports;

namespace Release.Core.Changes;

/// <summary>Reads an application's commit log.</summary>
public sealed class CommitLogs(SourceOverviews overviews, WhatShips whatShips, SourceSettings sources)
{
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
            var commit = seen.Overview?.Tags.FirstOrDefault(tag => tag.Name == version.Value)?.Sha
                ?? VersionCommit.Of(version)
                ?? (seen is { Trouble: null } ? await CommitOfAsync(repository, new VersionPoint(version), cancellationToken) : null);
            places.Add(new CommitPlace(cell.Environment, version, commit));
        }

        return new CommitLog(repository, seen, places);
    }

    private async Task<CommitSha?> CommitOfAsync(SourceRepository repository, VersionPoint version, CancellationToken cancellationToken)
    {
        try
        {
            return await whatShips.CommitOfAsync(repository, version, cancellationToken);
        }
        catch (OutsideException)
        {
            // The log is shown without this mark rather than not at all.
            return null;
        }
    }
}
