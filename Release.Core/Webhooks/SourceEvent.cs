using Release.Core.Sources;

namespace Release.Core.Webhooks;

/// <summary>An event from GitHub. Its texts are not validated; whoever uses them checks them.</summary>
/// <param name="Repository"><c>owner/name</c> as GitHub spells it; empty where it has none.</param>
public abstract record SourceEvent(string Repository)
{
    /// <summary>A release was published.</summary>
    /// <param name="Tag">Its git tag.</param>
    /// <param name="IsPrerelease">A test version. A draft (<paramref name="IsDraft"/>) is not published at all.</param>
    /// <param name="Login">Who published it.</param>
    public sealed record Released(string Repository, string Tag, bool IsDraft, bool IsPrerelease, string Login) : SourceEvent(Repository);

    /// <summary>A workflow run was requested, continued or ended.</summary>
    /// <param name="IsOfDefaultBranch">Whether its commit is on the default branch, which the commit log shows.</param>
    public sealed record WorkflowRunUpdated(string Repository, WorkflowRunUpdate Run, bool IsOfDefaultBranch) : SourceEvent(Repository);

    /// <summary>A branch or a tag was pushed, or deleted.</summary>
    /// <param name="Name">Of the branch or tag, without <c>refs/…/</c>.</param>
    /// <param name="Head">Its commit now; null when it was deleted.</param>
    /// <param name="IsDefaultBranch">Whether it is the repository's default branch.</param>
    public sealed record Pushed(string Repository, ReferenceKind Kind, string Name, bool IsDefaultBranch, CommitSha? Head, string Login) : SourceEvent(Repository);

    /// <summary>A package was published, possibly the image that a deployment waits for.</summary>
    public sealed record PackagePublished(string Repository, string Name) : SourceEvent(Repository);

    /// <summary>An event that Release ignores.</summary>
    /// <param name="Why">In a sentence.</param>
    public sealed record Ignored(string Repository, string Why) : SourceEvent(Repository);
}

/// <summary>The state of a workflow run in an event; the fields are those of <see cref="CiRun"/>.</summary>
/// <param name="UpdatedAt">When GitHub last changed it. Of two events the later one counts, whichever arrives first.</param>
public sealed record WorkflowRunUpdate(
    long Id, CommitSha Commit, string Workflow, string Path, string Trigger, string Url, BuildState State, int Attempt, DateTimeOffset UpdatedAt);

/// <summary>Parses GitHub's events.</summary>
public interface ISourceEventReader
{
    /// <summary>Whether events of this name are stored.</summary>
    bool IsOfInterest(string eventName);

    /// <param name="eventName"><c>X-GitHub-Event</c>.</param>
    /// <param name="payload">The body: JSON.</param>
    /// <exception cref="FormatException">The body is not a valid event; the message says what is missing.</exception>
    SourceEvent Read(string eventName, string payload);
}
