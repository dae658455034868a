using Release.Core.Changes;

namespace Release.Core.Webhooks;

/// <summary>What an event says of a workflow run; the fields as in <see cref="CiRun"/>.</summary>
/// <param name="UpdatedAt">When GitHub last changed it: of two events the later one counts, in whatever order they come.</param>
public sealed record HeardRun(
    long Id, CommitSha Commit, string Workflow, string Path, string Trigger, string Url, BuildState State, int Attempt, DateTimeOffset UpdatedAt);
