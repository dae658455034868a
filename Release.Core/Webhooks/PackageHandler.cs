using Release.Core.Applications;
using Release.Core.Storage;

namespace Release.Core.Webhooks;

/// <summary>A package appeared: a deployment that waits for its image looks at once. Nothing is taken on trust; the registry is asked.</summary>
internal sealed class PackageHandler(IReleaseStore store, ApplicationPassTrigger wakeUps)
{
    /// <returns>What came of it, in a sentence.</returns>
    public async Task<string> TakeAsync(SourceEvent.PackagePublished package, CancellationToken cancellationToken)
    {
        var applications = await FindAsync(package, cancellationToken);
        if (applications.Count == 0)
        {
            return "No application has that package.";
        }

        var woken = await wakeUps.TriggerAsync(applications, cancellationToken);
        return woken == 0 ? "Nothing waits for it." : $"{woken} deployment{(woken == 1 ? "" : "s")} of {string.Join(", ", applications)} {(woken == 1 ? "looks" : "look")} again.";
    }

    /// <summary>By its repository, or, where a package belongs to none, by its own name.</summary>
    private async Task<IReadOnlyList<ApplicationName>> FindAsync(SourceEvent.PackagePublished package, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        var applications = await transaction.FindByRepositoryAsync(package.Repository.Length > 0 ? package.Repository : package.Name, cancellationToken);
        return [.. applications.Select(application => application.Name)];
    }
}
