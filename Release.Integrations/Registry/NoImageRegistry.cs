using Release.Core.Applications;
using Release.Core.Sources;

namespace Release.Integrations.Registry;

/// <summary>Without a registry's address nothing is looked up, and images are taken to exist: what is missing then shows in the cluster.</summary>
internal sealed class NoImageRegistry(RegistryOptions options) : IImageRegistry
{
    public bool LooksUp => false;

    public Task<bool> ExistsAsync(SourceRepository repository, ImageTag tag, CancellationToken cancellationToken) => Task.FromResult(true);

    public string NameOf(SourceRepository repository, ImageTag tag) => $"{ImageName.Of(repository, options.ImageTemplate)}:{tag}";
}
