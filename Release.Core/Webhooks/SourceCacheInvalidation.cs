using Release.Core.Applications;
using Release.Core.Events;
using Release.Core.Sources;
using Release.Core.Storage;

namespace Release.Core.Webhooks;

/// <summary>Drops cached answers about a repository after a webhook.</summary>
internal sealed class SourceCacheInvalidation(ISourceHostCache cache, SourceSettings sources)
{
    /// <summary>Drops them under the name in the webhook and under the names in the applications' records.</summary>
    public void Forget(string repository, IReadOnlyList<Application> applications)
    {
        var names = applications.Select(sources.RepositoryOf).Append(SourceRepository.TryParse(repository, null, out var named) ? named : null);
        foreach (var name in names.Where(name => name is not null).Distinct())
        {
            cache.Forget(name!);
        }
    }

    /// <summary>Drops the cached answers, then appends the event for open pages, so that a page that follows it finds no cached answer.</summary>
    public void Change(IReleaseTransaction transaction, string repository, IReadOnlyList<Application> applications, string actor, string summary)
    {
        Forget(repository, applications);
        foreach (var application in applications)
        {
            transaction.Append(new ReleaseEvent(EventType.SourceChanged, actor, summary, application.Name));
        }
    }
}
