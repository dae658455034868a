using Release.Core.Applications;
using Release.Core.Storage;

namespace Release.Core.Webhooks;

/// <summary>Handles a published package: triggers deployments that wait for its image. They check the registry themselves.</summary>
internal sealed class PackageHandler(IReleaseStore store, ApplicationPassTrigger passTrigger)
{
    /// <returns>The outcome, in a sentence.</returns>
    public async Task<string> TakeAsync(SourceEvent.PackagePublished package, CancellationToken cancellationToken)
    {
        var applications = await FindAsync(package, cancellationToken);
        if (applications.Count == 0)
        {
            return "No application has this package.";
        }

        var woken = await passTrigger.TriggerAsync(applications, cancellationToken);
        return woken == 0 ? "Nothing waits for it." : $"{woken} deployment{(woken == 1 ? "" : "s")} of {string.Join(", ", applications)} {(woken == 1 ? "looks" : "look")} again.";
    }

    /// <summary>By its repository, or by its own name if the package has no repository.</summary>
    private async Task<IReadOnlyList<ApplicationName>> FindAsync(SourceEvent.PackagePublished package, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        var applications = await transaction.FindByRepositoryAsync(package.Repository.Length > 0 ? package.Repository : package.Name, cancellationToken);
        return [.. applications.Select(application => application.Name)];
    }
}
