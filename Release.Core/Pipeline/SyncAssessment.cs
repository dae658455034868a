using Release.Core.Clusters;
using Release.Core.Configuration;

namespace Release.Core.Pipeline;

/// <summary>The state of a cell's applications at one moment, and which of their revisions contain our commit.</summary>
internal sealed record SyncAssessment(IReadOnlyList<SyncedApplication> Applications, IReadOnlySet<string> Containing)
{
    public static async Task<SyncAssessment> TakeAsync(
        ISyncController syncController, IConfigRepository configRepository, StepContext context, CancellationToken cancellationToken)
    {
        var applications = await OutsideCalls.ClusterAsync(context.Cell, () => syncController.FindAsync(context.Cell, cancellationToken));
        var containing = new HashSet<string>(StringComparer.Ordinal);
        var revisions = applications.SelectMany(application => new[] { application.Revision, application.Operation?.Revision }).OfType<string>().Distinct();
        foreach (var revision in revisions)
        {
            if (context.ConfigCommit is { } commit && await OutsideCalls.GitAsync(() => configRepository.ContainsAsync(revision, commit, cancellationToken)))
            {
                containing.Add(revision);
            }
        }

        return new SyncAssessment(applications, containing);
    }

    public bool Contains(string? revision) => revision is not null && Containing.Contains(revision);

    /// <summary>Sync operations of our commit that run or ended in this attempt.</summary>
    public IEnumerable<SyncOperation> OwnOperations(StepContext context) =>
        Applications.Where(application => application.ImageTag == context.Version)
            .Select(application => application.Operation).OfType<SyncOperation>()
            .Where(operation => operation.Revision is null ? operation.IsRunning : Contains(operation.Revision))
            .Where(operation => operation.IsRunning || operation.FinishedAt >= context.AttemptBegan);
}
