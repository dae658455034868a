using Release.Core.Applications;
using Release.Core.Changes;

namespace Release.Core.Ports;

/// <summary>Which commits were deployed, as Release recorded it: true also when a tag has moved since, and with GitHub away.</summary>
public interface IDeployedCommits
{
    /// <summary>The commit that a version was when it was deployed to a cell last; null when it is not recorded.</summary>
    Task<CommitSha?> CommitOfAsync(Cell cell, ImageTag version, CancellationToken cancellationToken);
}
