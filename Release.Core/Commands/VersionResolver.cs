using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Failures;
using Release.Core.Sources;

namespace Release.Core.Commands;

/// <summary>
/// Finds the image that a tag, a branch or a commit means. An image that exists is taken as typed, without asking GitHub,
/// so that existing images can be deployed while GitHub is unreachable.
/// </summary>
public sealed class VersionResolver(IBoard board, IImageRegistry registry, ISourceHost source, SourceSettings sources)
{
    private const int MostExamples = 4;

    /// <param name="text">The version as typed.</param>
    public async Task<ResolvedVersion> ResolveAsync(ApplicationName application, string text, CancellationToken cancellationToken)
    {
        text = text.Trim();
        var row = board.Find(application);
        var tag = ImageTag.TryParse(text, out var parsed) ? parsed : null;
        if (sources.RepositoryOf(row?.Repository ?? application.Value) is not { } repository)
        {
            return tag is null
                ? new ResolvedVersion.Unknown($"is not an image tag, and GitHub cannot be asked because the owner of {application}'s repository is not known. {ImageTag.Rule}")
                : AsTyped(tag, null);
        }

        if (row is null && tag is not null)
        {
            // The intake checks whether the application exists, and the Build step looks for the image.
            return AsTyped(tag, null);
        }

        var exists = tag is null ? false : await ExistsAsync(repository, tag, cancellationToken);
        if (tag is not null && (exists is true || (exists is null && Known(row).Contains(tag))))
        {
            return AsTyped(tag, registry.LooksUp ? exists : null);
        }

        if (!GitReferenceName.TryParse(text, out var reference))
        {
            return new ResolvedVersion.Unknown($"is not valid. {GitReferenceName.Rule}");
        }

        try
        {
            var found = await source.ResolveAsync(repository, reference, cancellationToken);
            return found is not null ? await ImageOfAsync(repository, text, found, cancellationToken)
                : exists is null ? new ResolvedVersion.Away($"{repository} has no tag, branch or commit '{text}', and the registry is unavailable, so an image of that name cannot be looked up.")
                : new ResolvedVersion.Unknown($"is not known: {repository} has no image, tag, branch or commit '{text}'.");
        }
        catch (OutsideException exception)
        {
            return new ResolvedVersion.Away(Away(row, text, exception));
        }
    }

    private static ResolvedVersion.Found AsTyped(ImageTag tag, bool? exists) => new(tag, VersionCommit.Of(tag), null, exists);

    private async Task<ResolvedVersion> ImageOfAsync(SourceRepository repository, string text, ResolvedReference found, CancellationToken cancellationToken)
    {
        if (found.Kind is ReferenceKind.Tag && ImageTag.TryParse(found.Reference.Value, out var tag))
        {
            return new ResolvedVersion.Found(tag, found.Sha, null, await LookedUpAsync(repository, tag, cancellationToken));
        }

        var called = found.Kind is ReferenceKind.Commit ? found.Sha.Value : text;
        foreach (var release in ReleaseTags(await source.TagsOnAsync(repository, found.Sha, found.CommittedAt, cancellationToken)))
        {
            // If the registry cannot be asked, assume that a release has an image.
            if (await ExistsAsync(repository, release, cancellationToken) is not false and var exists)
            {
                return new ResolvedVersion.Found(release, found.Sha, called, registry.LooksUp ? exists : null);
            }
        }

        var commit = ImageTag.Parse(found.Sha.Value);
        return new ResolvedVersion.Found(commit, found.Sha, called == commit.Value ? null : called, await LookedUpAsync(repository, commit, cancellationToken));
    }

    private async Task<bool?> LookedUpAsync(SourceRepository repository, ImageTag tag, CancellationToken cancellationToken) =>
        registry.LooksUp ? await ExistsAsync(repository, tag, cancellationToken) : null;

    /// <summary>Null if the registry could not be asked.</summary>
    private async Task<bool?> ExistsAsync(SourceRepository repository, ImageTag tag, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.ExistsAsync(repository, tag, cancellationToken);
        }
        catch (OutsideException)
        {
            return null;
        }
    }

    /// <summary><c>v1368</c> before <c>v1367</c>.</summary>
    private static IEnumerable<ImageTag> ReleaseTags(IReadOnlyList<string> tags) =>
        from text in tags
        let tag = ImageTag.TryParse(text, out var parsed) ? parsed : null
        where tag?.ReleaseNumber is not null
        orderby tag.ReleaseNumber descending
        select tag;

    /// <summary>Versions that were deployed or wanted; their images are assumed to exist.</summary>
    private static IEnumerable<ImageTag> Known(BoardRow? row) =>
        (row?.Cells ?? []).SelectMany(cell => new[] { cell.DeployedVersion, cell.WantedVersion, cell.PreviousVersion }).OfType<ImageTag>().Distinct();

    private string Away(BoardRow? row, string text, OutsideException exception)
    {
        var examples = Known(row).Take(MostExamples).ToArray();
        var possible = examples.Length == 0 ? "" : $", for example {string.Join(", ", examples.Select(example => example.Value))}";
        var who = exception.IsAway ? "GitHub cannot be asked" : "GitHub does not say";
        return $"{who} what '{text}' is: {exception.Message} Versions whose image is in the registry can be deployed all the same{possible}.";
    }
}

/// <summary>The result of resolving a typed version.</summary>
public abstract record ResolvedVersion
{
    private ResolvedVersion()
    {
    }

    /// <param name="Version">The image's tag.</param>
    /// <param name="Commit">The version's commit; null if GitHub was not asked for it.</param>
    /// <param name="Reference">The text as typed, if it is not the tag.</param>
    /// <param name="ImageExists">Null if the registry could not be asked.</param>
    public sealed record Found(ImageTag Version, CommitSha? Commit, string? Reference, bool? ImageExists) : ResolvedVersion;

    /// <param name="Reason">Why the text means no version; begins with a verb, to follow the text.</param>
    public sealed record Unknown(string Reason) : ResolvedVersion;

    /// <param name="Reason">Which system cannot be asked, and what can still be deployed.</param>
    public sealed record Away(string Reason) : ResolvedVersion;
}
