using Release.Core.Configuration;
using Release.Core.Sources;
using Release.Core.Storage;

namespace Release.Core.Webhooks;

/// <summary>Handles a push: refreshes the commit log of open pages, or reads the configuration repository again.</summary>
internal sealed class PushHandler(
    IReleaseStore store, SourceCacheInvalidation sourceCache, IConfigRepositorySource configRepository, ConfigurationSignal configuration)
{
    /// <returns>The outcome, in a sentence.</returns>
    public async Task<string> TakeAsync(SourceEvent.Pushed pushed, CancellationToken cancellationToken)
    {
        if (pushed.Kind is ReferenceKind.Branch && configRepository.IsFollowed(pushed.Repository, pushed.Name))
        {
            configuration.Ask();
            return "The configuration repository has new commits and is read now.";
        }

        await using var transaction = await store.BeginAsync(cancellationToken);
        var applications = await transaction.FindByRepositoryAsync(pushed.Repository, cancellationToken);
        if (applications.Count == 0)
        {
            return $"No application has the repository {pushed.Repository}.";
        }

        if (pushed is { Kind: ReferenceKind.Branch, IsDefaultBranch: false })
        {
            sourceCache.Forget(pushed.Repository, applications);
            return $"{pushed.Repository} will be read again.";
        }

        sourceCache.Change(transaction, pushed.Repository, applications, pushed.Login, Describe(pushed));
        await transaction.CommitAsync(cancellationToken);
        return $"The commit log of {string.Join(", ", applications.Select(application => application.Name))} is refreshed.";
    }

    private static string Describe(SourceEvent.Pushed pushed)
    {
        var what = pushed.Kind is ReferenceKind.Tag ? $"tag {Cut(pushed.Name)}" : Cut(pushed.Name);
        return pushed.Head is { } head ? $"{what} was pushed and is {head.Short} now" : $"{what} was deleted";
    }

    /// <summary>Shortens a name for the event log, which people read.</summary>
    private static string Cut(string name) => name.Length <= 100 ? name : name[..99] + "…";
}
