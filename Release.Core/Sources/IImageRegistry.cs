using Release.Core.Applications;
using Release.Core.Failures;

namespace Release.Core.Sources;

/// <summary>The container registry (contracts §10). No answer and 5xx throw <see cref="OutsideException"/> of kind network or timeout, a refusal of kind permission.</summary>
public interface IImageRegistry
{
    /// <summary>Whether images are looked up. Without the address of a registry they are assumed to exist.</summary>
    bool LooksUp => true;

    /// <summary>Whether the application's image has this tag. Only a positive answer is cached.</summary>
    Task<bool> ExistsAsync(SourceRepository repository, ImageTag tag, CancellationToken cancellationToken);

    /// <summary>The image's name with its tag, for people.</summary>
    string NameOf(SourceRepository repository, ImageTag tag);
}
