using Release.Core.Applications;
using Release.Core.Events;
using Release.Core.Sources;
using Release.Core.Storage;

namespace Release.Core.Webhooks;

/// <summary>What is remembered of a repository, made old by what GitHub told.</summary>
internal sealed class SourceCacheInvalidation(ISourceHostCache cache, SourceSettings sources)
{
    /// <summary>Under the name that was told and those by which applications know it.</summary>
    public void Forget(string repository, IReadOnlyList<Application> applications)
    {
        var names = applications.Select(sources.RepositoryOf).Append(SourceRepository.TryParse(repository, null, out var told) ? told : null);
        foreach (var name in names.Where(name => name is not null).Distinct())
        {
            cache.Forget(name!);
        }
    }

    /// <summary>Forgets, and tells open pages. In this order: whoever follows the events must not find what was remembered.</summary>
    public void Change(IReleaseTransaction transaction, string repository, IReadOnlyList<Application> applications, string actor, string summary)
    {
        Forget(repository, applications);
        foreach (var application in applications)
        {
            transaction.Append(new ReleaseEvent(EventType.SourceChanged, actor, summary, application.Name));
        }
    }
}
