using Release.Core.Applications;
using Release.Core.Ports;

namespace Release.Core.Changes;

/// <summary>Stands where no registry is configured: images are taken to exist, and what is missing shows in the cluster.</summary>
internal sealed class NoImageRegistry : IImageRegistry
{
    public bool LooksUp => false;

    public Task<bool> ExistsAsync(SourceRepository repository, ImageTag tag, CancellationToken cancellationToken) => Task.FromResult(true);

    public string NameOf(SourceRepository repository, ImageTag tag) => $"{repository}:{tag}";
}
