using Release.Core.Changes;

namespace Release.Integrations.GitHub.Objects;

/// <param name="Commit">What the tag leads to, also where it is annotated.</param>
internal sealed record TagObject(string Name, TagObject.TaggedCommit Commit)
{
    internal sealed record TaggedCommit(CommitSha Sha);
}
