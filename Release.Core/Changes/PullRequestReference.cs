namespace Release.Core.Changes;

/// <param name="Number">Within its repository.</param>
public sealed record PullRequestReference(int Number, string Title);
