using Release.Core.Sources;

namespace Release.Core.Webhooks;

/// <summary>Something that GitHub told, in our words. Its texts come from outside: they are checked where they are used.</summary>
/// <param name="Repository"><c>owner/name</c> as GitHub spells it; empty where it has none.</param>
public abstract record SourceEvent(string Repository)
{
    /// <summary>A release was published.</summary>
    /// <param name="Tag">Its git tag.</param>
    /// <param name="IsPrerelease">Meant for trying out; <paramref name="IsDraft"/> ones are not there for others at all.</param>
    /// <param name="Login">Who published it.</param>
    public sealed record Released(string Repository, string Tag, bool IsDraft, bool IsPrerelease, string Login) : SourceEvent(Repository);

    /// <summary>A workflow run was asked for, goes on, or ended.</summary>
    /// <param name="IsOfDefaultBranch">Whether it is about a commit of the repository's own branch, which the commit log shows.</param>
    public sealed record WorkflowRunUpdated(string Repository, WorkflowRunUpdate Run, bool IsOfDefaultBranch) : SourceEvent(Repository);

    /// <summary>A branch or a tag was pushed, or deleted.</summary>
    /// <param name="Name">Of the branch or tag, without <c>refs/…/</c>.</param>
    /// <param name="Head">Its commit now; null where it was deleted.</param>
    /// <param name="IsDefaultBranch">The repository's own, as GitHub says.</param>
    public sealed record Pushed(string Repository, ReferenceKind Kind, string Name, bool IsDefaultBranch, CommitSha? Head, string Login) : SourceEvent(Repository);

    /// <summary>A package was published: perhaps the image that a deployment waits for.</summary>
    public sealed record PackagePublished(string Repository, string Name) : SourceEvent(Repository);

    /// <summary>Nothing that Release does anything about.</summary>
    /// <param name="Why">In a sentence.</param>
    public sealed record Ignored(string Repository, string Why) : SourceEvent(Repository);
}

/// <summary>What an event says of a workflow run; the fields as in <see cref="CiRun"/>.</summary>
/// <param name="UpdatedAt">When GitHub last changed it: of two events the later one counts, in whatever order they come.</param>
public sealed record WorkflowRunUpdate(
    long Id, CommitSha Commit, string Workflow, string Path, string Trigger, string Url, BuildState State, int Attempt, DateTimeOffset UpdatedAt);

/// <summary>Reads what GitHub sent.</summary>
public interface ISourceEventReader
{
    /// <summary>Whether events of this name are worth keeping at all.</summary>
    bool IsOfInterest(string eventName);

    /// <param name="eventName"><c>X-GitHub-Event</c>.</param>
    /// <param name="payload">The body: JSON.</param>
    /// <exception cref="FormatException">It is not what GitHub sends; the message says what is missing.</exception>
    SourceEvent Read(string eventName, string payload);
}
